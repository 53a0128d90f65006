/** Tests of ApogeeMQ remoting. */
package io.apogeemq.remoting;
