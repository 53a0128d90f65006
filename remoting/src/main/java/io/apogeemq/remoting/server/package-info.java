/**
 * Serving requests: from a listening socket to the processor that answers.
 *
 * <p>Doors: {@link io.apogeemq.remoting.server.RemotingServer}, and for those who write processors
 * {@link io.apogeemq.remoting.server.RequestProcessor} and {@link
 * io.apogeemq.remoting.server.Reply}. {@link io.apogeemq.remoting.server.RequestDispatcher} stands
 * between: it finds the processor of a request code in the {@link
 * io.apogeemq.remoting.server.ProcessorTable}, runs it on the io thread or on the executor it was
 * registered with, and bounds what is in flight.
 */
package io.apogeemq.remoting.server;
