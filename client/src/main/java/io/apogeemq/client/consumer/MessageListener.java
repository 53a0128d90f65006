package io.apogeemq.client.consumer;

import io.apogeemq.common.message.MessageExt;

/**
 * The application's code that is given one message at a time. The body is in clear, whatever
 * compression the producer used.
 *
 * <p>Threads: called on several threads of the consumer at once; orderly: on one at a time for each
 * queue. It may block, also for long: it then slows down only its own consumer.
 */
@FunctionalInterface
public interface MessageListener {

    /**
     * Consumes one message. What is thrown, an unchecked exception as well as a checked one, counts as
     * {@link ConsumeResult#RETRY_LATER} and is logged.
     */
    ConsumeResult consume(MessageExt message) throws Exception;
}
