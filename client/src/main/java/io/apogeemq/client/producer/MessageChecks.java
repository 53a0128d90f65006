package io.apogeemq.client.producer;

import io.apogeemq.client.error.InvalidMessageException;
import io.apogeemq.client.error.MessageTooLargeException;
import io.apogeemq.common.message.Message;
import io.apogeemq.common.message.MessageProperties;
import io.apogeemq.common.message.PropertyKeys;
import io.apogeemq.common.topic.TopicName;
import java.util.List;
import java.util.Optional;

/** What is wrong with a message, found before it costs a round trip. Stateless. */
final class MessageChecks {
    private MessageChecks() {}

    /** Throws when the message cannot be sent to its topic. */
    static void check(Message message, int mostBytes) {
        checkTopic(message.topic());
        if (message.body().length == 0) {
            throw new InvalidMessageException(
                    "message to topic '"
                            + message.topic()
                            + "' has an empty body, which brokers do not store; put at least one byte"
                            + " into it");
        }
        if (message.body().length > mostBytes) {
            throw new MessageTooLargeException(
                    "body of the message to topic '" + message.topic() + "'",
                    message.body().length,
                    mostBytes,
                    "split it, keep it elsewhere and send a reference, or raise maxMessageSize here"
                            + " and at the brokers");
        }
    }

    /** Throws when the messages cannot travel as one batch. */
    static void checkBatch(List<Message> messages, int mostBytes) {
        if (messages.isEmpty()) {
            throw new InvalidMessageException("batch has no message; give it at least one");
        }
        Message first = messages.get(0);
        if (TopicName.isRetry(first.topic())) {
            throw new InvalidMessageException(
                    "batch to retry topic '" + first.topic() + "' cannot be sent; send one by one");
        }
        for (Message message : messages) {
            check(message, mostBytes);
            if (!message.topic().equals(first.topic())) {
                throw new InvalidMessageException(
                        "batch has messages to topic '"
                                + first.topic()
                                + "' and to topic '"
                                + message.topic()
                                + "'; send one batch for each topic");
            }
            if (message.isWaitStoreOk() != first.isWaitStoreOk()) {
                throw new InvalidMessageException(
                        "batch to topic '"
                                + first.topic()
                                + "' has messages with waitStoreOk true and false; send one batch"
                                + " for each");
            }
            if (isDelayedOrTransactional(message.properties())) {
                throw new InvalidMessageException(
                        "batch to topic '"
                                + first.topic()
                                + "' has a delayed or transactional message; send it alone");
            }
        }
    }

    /** Throws when the text form of the properties does not fit into a record. */
    static void checkProperties(String topic, String text) {
        if (text.length() * 3L <= MessageProperties.MAX_BYTES) {
            return; // fits whatever the characters are
        }
        int bytes = utf8Length(text);
        if (bytes > MessageProperties.MAX_BYTES) {
            throw new MessageTooLargeException(
                    "properties of the message to topic '" + topic + "' with those the client adds",
                    bytes,
                    MessageProperties.MAX_BYTES,
                    "put what is large into the body");
        }
    }

    private static void checkTopic(String topic) {
        Optional<String> problem = TopicName.problem(topic);
        if (problem.isPresent()) {
            throw new InvalidMessageException("topic cannot be sent to: " + problem.get());
        }
        if (!TopicName.isSendable(topic)) {
            throw new InvalidMessageException(
                    "topic '"
                            + topic
                            + "' belongs to the brokers, nobody else may send to it; use a topic of"
                            + " your own");
        }
    }

    private static boolean isDelayedOrTransactional(MessageProperties properties) {
        return properties.has(PropertyKeys.DELAY)
                || properties.has(PropertyKeys.TIMER_DELAY_SEC)
                || properties.has(PropertyKeys.TIMER_DELAY_MS)
                || properties.has(PropertyKeys.TIMER_DELIVER_MS)
                || properties.has(PropertyKeys.TRANSACTION_PREPARED);
    }

    private static int utf8Length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes++;
            } else if (c < 0x800) {
                bytes += 2;
            } else {
                bytes += Character.isSurrogate(c) ? 2 : 3;
            }
        }
        return bytes;
    }
}
