package io.apogeemq.client.producer;

import io.apogeemq.client.compress.BodyCodec;
import io.apogeemq.client.error.MessageTooLargeException;
import io.apogeemq.common.message.BatchEncoder;
import io.apogeemq.common.message.CompressionType;
import io.apogeemq.common.message.Message;
import io.apogeemq.common.message.MessageProperties;
import io.apogeemq.common.message.PropertyKeys;
import io.apogeemq.common.message.SysFlag;
import io.apogeemq.common.message.UniqueKeys;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.common.topic.TopicName;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.send.SendMessageRequestHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A message, or a batch, as it goes to a broker: with its id, its properties as text and its body
 * compressed where that pays. Made once; every attempt sends the same bytes under the same id.
 *
 * <p>Properties are written in the peers' order: the application's, then KEYS, UNIQ_KEY, WAIT, TAGS.
 *
 * <p>Threads: immutable. Hot path: one text for the properties, one header record for each attempt; the
 * header goes from there straight into the frame.
 */
final class OutgoingMessage {
    private static final int TEMPLATE_QUEUES = 4; // wish for a topic that the send creates
    private static final int NO_TIMES = 0;

    private final Message message; // of a batch the first
    private final List<String> ids;
    private final String properties;
    private final byte[] body;
    private final int sysFlag;
    private final boolean batch;

    private OutgoingMessage(
            Message message,
            List<String> ids,
            String properties,
            byte[] body,
            int sysFlag,
            boolean batch) {
        this.message = message;
        this.ids = ids;
        this.properties = properties;
        this.body = body;
        this.sysFlag = sysFlag;
        this.batch = batch;
    }

    /** One message. */
    static OutgoingMessage single(Message message, UniqueKeys keys, Compression compression) {
        String id = idOf(message, keys);
        String properties = propertiesText(message, id);
        MessageChecks.checkProperties(message.topic(), properties);
        byte[] body = message.body();
        int sysFlag = 0;
        Optional<CompressionType> type = compression.forBody(body.length);
        if (type.isPresent()) {
            byte[] compressed = BodyCodec.compress(type.get(), body);
            if (compressed.length < body.length) {
                body = compressed;
                sysFlag = SysFlag.withCompression(sysFlag, type.get());
            }
        }
        return new OutgoingMessage(message, List.of(id), properties, body, sysFlag, false);
    }

    /** Several messages to one queue; never compressed. */
    static OutgoingMessage batch(List<Message> messages, UniqueKeys keys, int mostBytes) {
        List<String> ids = new ArrayList<>(messages.size());
        List<Message> withIds = new ArrayList<>(messages.size());
        for (Message message : messages) {
            String id = idOf(message, keys);
            String text = propertiesText(message, id);
            MessageChecks.checkProperties(message.topic(), text);
            ids.add(id);
            withIds.add(message.withProperties(MessageProperties.parse(text)));
        }
        byte[] body = BatchEncoder.encode(withIds);
        Message first = messages.get(0);
        if (body.length > mostBytes) {
            throw new MessageTooLargeException(
                    "batch of " + messages.size() + " messages to topic '" + first.topic() + "'",
                    body.length,
                    mostBytes,
                    "cut it with MessageBatches.split");
        }
        StringBuilder properties = new StringBuilder(64);
        put(properties, PropertyKeys.UNIQUE_KEY, keys.next());
        put(properties, PropertyKeys.WAIT, Boolean.toString(first.isWaitStoreOk()));
        return new OutgoingMessage(first, List.copyOf(ids), properties.toString(), body, 0, true);
    }

    String topic() {
        return message.topic();
    }

    /** The message as the application gave it; of a batch the first. */
    Message message() {
        return message;
    }

    List<String> ids() {
        return ids;
    }

    int bodyBytes() {
        return body.length;
    }

    /** The request that sends it to this queue. */
    RemotingCommand request(String group, MessageQueue queue, long bornMillis) {
        boolean isRetry = TopicName.isRetry(message.topic());
        SendMessageRequestHeader header =
                new SendMessageRequestHeader(
                        group,
                        message.topic(),
                        TopicName.AUTO_CREATE_TEMPLATE,
                        TEMPLATE_QUEUES,
                        queue.queueId(),
                        sysFlag,
                        bornMillis,
                        message.flag(),
                        isRetry ? number(PropertyKeys.RECONSUME_TIME, NO_TIMES) : NO_TIMES,
                        false,
                        isRetry
                                ? number(
                                        PropertyKeys.MAX_RECONSUME_TIMES,
                                        SendMessageRequestHeader.NO_LIMIT)
                                : SendMessageRequestHeader.NO_LIMIT,
                        batch,
                        queue.brokerName());
        return RemotingCommand.request(
                batch ? RequestCode.SEND_BATCH_MESSAGE : RequestCode.SEND_MESSAGE_V2,
                header.asV2(properties),
                body);
    }

    private int number(String property, int otherwise) {
        try {
            return message.property(property).map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException e) {
            return otherwise; // set by hand and wrong: the broker's own counting is right then
        }
    }

    private static String idOf(Message message, UniqueKeys keys) {
        Optional<String> given = message.property(PropertyKeys.UNIQUE_KEY);
        return given.isPresent() ? given.get() : keys.next();
    }

    static String propertiesText(Message message, String id) {
        Map<String, String> given = message.properties().asMap();
        StringBuilder text = new StringBuilder(96 + 32 * given.size());
        boolean isRetry = TopicName.isRetry(message.topic());
        for (Map.Entry<String, String> entry : given.entrySet()) {
            if (!isWrittenLast(entry.getKey()) && !(isRetry && isInHeader(entry.getKey()))) {
                put(text, entry.getKey(), entry.getValue());
            }
        }
        putIfGiven(text, given, PropertyKeys.KEYS);
        put(text, PropertyKeys.UNIQUE_KEY, id);
        put(text, PropertyKeys.WAIT, given.getOrDefault(PropertyKeys.WAIT, "true"));
        putIfGiven(text, given, PropertyKeys.TAGS);
        return text.toString();
    }

    private static boolean isWrittenLast(String name) {
        return name.equals(PropertyKeys.KEYS)
                || name.equals(PropertyKeys.UNIQUE_KEY)
                || name.equals(PropertyKeys.WAIT)
                || name.equals(PropertyKeys.TAGS);
    }

    /** A message to a retry topic has its counters in the header instead. */
    private static boolean isInHeader(String name) {
        return name.equals(PropertyKeys.RECONSUME_TIME)
                || name.equals(PropertyKeys.MAX_RECONSUME_TIMES);
    }

    private static void putIfGiven(StringBuilder text, Map<String, String> given, String name) {
        String value = given.get(name);
        if (value != null) {
            put(text, name, value);
        }
    }

    private static void put(StringBuilder text, String name, String value) {
        text.append(name)
                .append(MessageProperties.NAME_END)
                .append(value)
                .append(MessageProperties.VALUE_END);
    }

    /**
     * Which bodies are compressed, and how.
     *
     * @param type empty: none
     * @param aboveBytes only bodies longer than this
     */
    record Compression(Optional<CompressionType> type, int aboveBytes) {
        Optional<CompressionType> forBody(int bytes) {
            return bytes > aboveBytes ? type : Optional.empty();
        }
    }
}
