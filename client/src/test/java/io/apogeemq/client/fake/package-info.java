/** Peers for tests of clients: real servers on real sockets whose answers a test sets. */
package io.apogeemq.client.fake;
