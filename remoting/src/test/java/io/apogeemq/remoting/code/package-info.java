/** Tests of the protocol's numbers. */
package io.apogeemq.remoting.code;
