/** ApogeeMQ remoting. */
package io.apogeemq.remoting;
