/** Tests of ApogeeMQ common. */
package io.apogeemq.common;
