/**
 * Pulling: from the request to the records, waiting for a message where there is none yet.
 *
 * <p>Door: {@link io.apogeemq.broker.pull.PullProcessor}, and {@link io.apogeemq.broker.pull.LongPollTable} as the store's arrival listener.
 *
 * <p>Threads: the io thread of the consumer's connection; cold reads on a small pool of their own;
 * arrivals come from the dispatch thread.
 */
package io.apogeemq.broker.pull;
