/** Tests of ApogeeMQ broker. */
package io.apogeemq.broker;
