/**
 * A NameServer and a Broker in one JVM, and the quickstart that shows them at work.
 *
 * <p>Doors: {@link io.apogeemq.standalone.StandaloneMain} and {@link
 * io.apogeemq.standalone.QuickstartMain}, the programs; {@link
 * io.apogeemq.standalone.StandaloneServer}, both servers as one thing to start and close.
 *
 * <p>Threads: main starts, a shutdown hook stops; the servers' own threads are theirs.
 */
package io.apogeemq.standalone;
