package io.apogeemq.client.error;

import io.apogeemq.common.error.ErrorCategory;

/** A producer has as many unanswered sends as it may have. The message was not sent. */
public final class ProducerBusyException extends ClientException {
    private static final long serialVersionUID = 1L;

    /** Says how much is under way, and what the bounds are. */
    public ProducerBusyException(long messages, long bytes, long mostMessages, long mostBytes) {
        super(
                ErrorCategory.BUSY,
                "producer has "
                        + messages
                        + " messages with "
                        + bytes
                        + " bytes under way, at most "
                        + mostMessages
                        + " and "
                        + mostBytes
                        + " are allowed; wait for some of the futures, use sendAsyncWhenRoom, or raise"
                        + " mostInFlight");
    }
}
