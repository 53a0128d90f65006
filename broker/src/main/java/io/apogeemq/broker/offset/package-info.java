/**
 * How far consumer groups are: the table of offsets, its file, and the requests that read and change
 * it.
 *
 * <p>Door: {@link io.apogeemq.broker.offset.ConsumerOffsets}. The pull path commits and asks it for
 * resets; administration reads and moves it; a scheduler task writes it to {@code
 * config/consumerOffset.json} when it changed.
 *
 * <p>Threads: io threads commit and query, the admin executor writes the file.
 */
package io.apogeemq.broker.offset;
