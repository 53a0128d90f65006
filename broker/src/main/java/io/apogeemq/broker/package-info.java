/** ApogeeMQ broker. */
package io.apogeemq.broker;
