/** Tests of the server side over real sockets: hostile peers, limits, draining. */
package io.apogeemq.remoting.server;
