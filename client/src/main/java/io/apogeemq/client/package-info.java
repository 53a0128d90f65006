/** ApogeeMQ client. */
package io.apogeemq.client;
