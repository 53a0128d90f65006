/**
 * The name server: a registry of brokers and topics in memory, which brokers feed and clients ask.
 *
 * <p>Door: {@link io.apogeemq.namesrv.NamesrvServer} for one process with others, {@code
 * NamesrvMain} for a process of its own. {@code NamesrvRequests} is the table of contents: request
 * code, processor, thread.
 *
 * <p>Threads: reads run on the io threads; everything that changes the registry runs on one thread,
 * {@code registry}; what writes a file runs on {@code admin-0}, which lives only while there is work.
 */
package io.apogeemq.namesrv;
