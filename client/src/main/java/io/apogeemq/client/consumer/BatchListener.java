package io.apogeemq.client.consumer;

import io.apogeemq.common.message.MessageExt;
import java.util.List;

/**
 * The application's code that is given several messages of one queue at a time, in their order; its
 * result is the result of all of them. Otherwise as {@link MessageListener}.
 */
@FunctionalInterface
public interface BatchListener {

    /** Consumes at least one message; what is thrown counts as {@link ConsumeResult#RETRY_LATER}. */
    ConsumeResult consume(List<MessageExt> messages) throws Exception;
}
