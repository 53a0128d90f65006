package io.apogeemq.common.message;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A message as a broker stored it.
 *
 * <p>The body is as it travelled, perhaps compressed: see {@link SysFlag}. It is not copied; whoever
 * gets it must not change it. Source: wire spec, "Message wire record".
 *
 * <p>Threads: immutable, as far as the body is left alone.
 */
public record MessageExt(
        String topic,
        int queueId,
        long queueOffset, // entry of the ConsumeQueue
        long physicalOffset, // byte in the CommitLog
        int flag, // the application's own number
        int sysFlag,
        long bornTimestamp, // milliseconds since 1970, by the producer
        InetSocketAddress bornHost,
        long storeTimestamp, // milliseconds since 1970, by the broker
        InetSocketAddress storeHost,
        int reconsumeTimes,
        long preparedTransactionOffset,
        int bodyCrc,
        byte[] body,
        MessageProperties properties,
        int storedBytes) { // length of the whole record

    public MessageExt {
        requireNonNull(topic, "topic");
        requireNonNull(bornHost, "bornHost");
        requireNonNull(storeHost, "storeHost");
        requireNonNull(body, "body");
        requireNonNull(properties, "properties");
    }

    /** The id shown to users: the producer's unique key, or the offset id when it gave none. */
    public String msgId() {
        Optional<String> uniqueKey = properties.get(PropertyKeys.UNIQUE_KEY);
        return uniqueKey.isPresent() ? uniqueKey.get() : offsetMsgId();
    }

    /** The id made of the broker's address and the place in its CommitLog. */
    public String offsetMsgId() {
        return MessageId.text(
                storeHost.getAddress().getAddress(), storeHost.getPort(), physicalOffset);
    }

    public Optional<String> tags() {
        return properties.get(PropertyKeys.TAGS);
    }

    public List<String> keys() {
        return Message.splitKeys(properties.getOr(PropertyKeys.KEYS, ""));
    }

    public Optional<String> property(String name) {
        return properties.get(name);
    }

    public TransactionType transactionType() {
        return SysFlag.transactionType(sysFlag);
    }

    public boolean isCompressed() {
        return SysFlag.isCompressed(sysFlag);
    }

    /** Whether the body is what the broker stored; no longer true once it is decompressed. */
    public boolean hasIntactBody() {
        return crcOf(body) == bodyCrc;
    }

    /** The checksum a record carries: CRC-32 without the sign bit, 0 for an empty body. */
    public static int crcOf(byte[] body) {
        if (body.length == 0) {
            return 0;
        }
        CRC32 crc = new CRC32();
        crc.update(body);
        return (int) (crc.getValue() & 0x7FFFFFFF);
    }

    /** The same message with its body in clear, so without the marks of compression. */
    public MessageExt withPlainBody(byte[] plainBody) {
        return with(
                topic,
                queueId,
                SysFlag.withoutCompression(sysFlag),
                plainBody,
                properties,
                reconsumeTimes);
    }

    public MessageExt withTopic(String newTopic) {
        return with(newTopic, queueId, sysFlag, body, properties, reconsumeTimes);
    }

    public MessageExt withQueue(String newTopic, int newQueueId) {
        return with(newTopic, newQueueId, sysFlag, body, properties, reconsumeTimes);
    }

    public MessageExt withProperties(MessageProperties newProperties) {
        return with(topic, queueId, sysFlag, body, newProperties, reconsumeTimes);
    }

    /** The same message, said to have been delivered so many times before. */
    public MessageExt withReconsumeTimes(int newReconsumeTimes) {
        return with(topic, queueId, sysFlag, body, properties, newReconsumeTimes);
    }

    private MessageExt with(
            String newTopic,
            int newQueueId,
            int newSysFlag,
            byte[] newBody,
            MessageProperties newProperties,
            int newReconsumeTimes) {
        return new MessageExt(
                newTopic,
                newQueueId,
                queueOffset,
                physicalOffset,
                flag,
                newSysFlag,
                bornTimestamp,
                bornHost,
                storeTimestamp,
                storeHost,
                newReconsumeTimes,
                preparedTransactionOffset,
                bodyCrc,
                newBody,
                newProperties,
                storedBytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MessageExt that
                && topic.equals(that.topic)
                && queueId == that.queueId
                && queueOffset == that.queueOffset
                && physicalOffset == that.physicalOffset
                && flag == that.flag
                && sysFlag == that.sysFlag
                && bornTimestamp == that.bornTimestamp
                && bornHost.equals(that.bornHost)
                && storeTimestamp == that.storeTimestamp
                && storeHost.equals(that.storeHost)
                && reconsumeTimes == that.reconsumeTimes
                && preparedTransactionOffset == that.preparedTransactionOffset
                && bodyCrc == that.bodyCrc
                && Arrays.equals(body, that.body)
                && properties.equals(that.properties)
                && storedBytes == that.storedBytes;
    }

    @Override
    public int hashCode() {
        return Objects.hash(topic, queueId, queueOffset, physicalOffset, storeHost);
    }

    /** Without the body, which may be large or secret. */
    @Override
    public String toString() {
        return "MessageExt[topic="
                + topic
                + ", queueId="
                + queueId
                + ", queueOffset="
                + queueOffset
                + ", physicalOffset="
                + physicalOffset
                + ", msgId="
                + msgId()
                + ", bodyBytes="
                + body.length
                + ']';
    }
}
