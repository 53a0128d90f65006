/** Tests of ApogeeMQ client. */
package io.apogeemq.client;
