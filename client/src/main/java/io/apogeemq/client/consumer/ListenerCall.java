package io.apogeemq.client.consumer;

import static java.util.Objects.requireNonNull;

import io.apogeemq.common.message.MessageExt;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives messages to the application's listener: in clear, under the topic they were sent to, with the
 * number of deliveries before; and makes one result of whatever the listener does.
 *
 * <p>Threads: safe for any thread.
 */
final class ListenerCall {
    private static final Logger log = LoggerFactory.getLogger(ListenerCall.class);

    /** Of many failures of the same messages one in this many is logged: about once a minute. */
    private static final int LOGGED_FAILURES = 12;

    private final String group;
    private final BatchListener listener;

    ListenerCall(String group, BatchListener listener) {
        this.group = requireNonNull(group, "group");
        this.listener = requireNonNull(listener, "listener");
    }

    /** Calls the listener; a failure of any kind is {@link ConsumeResult#RETRY_LATER}. */
    ConsumeResult call(List<MessageExt> messages, int failuresBefore) {
        try {
            ConsumeResult result = callOnce(messages, failuresBefore);
            if (result == null) {
                throw new NullPointerException("the listener returned null, not a ConsumeResult");
            }
            return result;
        } catch (Throwable failure) { // the boundary to the application's code
            if (failure instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            report(messages, failuresBefore, failure);
            return ConsumeResult.RETRY_LATER;
        }
    }

    /** Calls the listener and lets out what it throws, or its null. */
    ConsumeResult callOnce(List<MessageExt> messages, int failuresBefore) throws Exception {
        List<MessageExt> shown = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            shown.add(shown(messages.get(i), failuresBefore));
        }
        return listener.consume(shown);
    }

    private MessageExt shown(MessageExt stored, int failuresBefore) {
        MessageExt message = ReceivedMessages.plain(stored);
        return failuresBefore == 0
                ? message
                : message.withReconsumeTimes(message.reconsumeTimes() + failuresBefore);
    }

    private void report(List<MessageExt> messages, int failuresBefore, Throwable failure) {
        if (failuresBefore % LOGGED_FAILURES == 0) {
            MessageExt first = messages.get(0);
            log.warn(
                    "messages could not be consumed, they will be delivered again group={} topic={}"
                            + " queueId={} queueOffset={} count={} failuresBefore={}",
                    group,
                    first.topic(),
                    first.queueId(),
                    first.queueOffset(),
                    messages.size(),
                    failuresBefore,
                    failure);
        }
    }
}
