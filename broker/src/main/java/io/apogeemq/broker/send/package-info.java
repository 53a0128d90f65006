/**
 * Sending: from the request to the record in the log and the answer.
 *
 * <p>Door: {@link io.apogeemq.broker.send.SendProcessor}. {@code MessageChecks} says no, {@code
 * PropertyRewrite} makes the stored properties, {@code AckPolicy} decides when the answer may go, {@code
 * SendReply} makes it.
 *
 * <p>Threads: the io thread of the producer's connection from end to end; the admin executor when a
 * topic has to be created; the flush thread completes answers that wait for the disk.
 */
package io.apogeemq.broker.send;
