/** ApogeeMQ common. */
package io.apogeemq.common;
