package io.apogeemq.store.append;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * One message to be stored. Body and properties are read during the append only; the caller keeps
 * both.
 *
 * @param queueId 0..{@link #MAX_QUEUE_ID}
 * @param flag the application's, opaque
 * @param sysFlag without the two bits for IPv6 hosts: the store sets those
 * @param reconsumeTimes how often a consumer sent the message back
 * @param preparedTransactionOffset physical offset of the half message of a committed one, else 0
 * @param body position..limit, direct or heap; its position stays
 * @param bodyCrc {@link Crc31} of the body, computed before the append lock is taken
 * @param properties encoded {@code name 0x01 value 0x02 ...} at offset..offset+length
 */
public record AppendRequest(
        String topic,
        int queueId,
        int flag,
        int sysFlag,
        long bornTimestamp,
        HostAddress bornHost,
        HostAddress storeHost,
        int reconsumeTimes,
        long preparedTransactionOffset,
        ByteBuffer body,
        int bodyCrc,
        byte[] properties,
        int propertiesOffset,
        int propertiesLength) {

    /** Queue ids above this are refused: per topic the store keeps an array up to the largest id. */
    public static final int MAX_QUEUE_ID = 65_535;

    public AppendRequest {
        requireNonNull(topic, "topic");
        requireNonNull(bornHost, "bornHost");
        requireNonNull(storeHost, "storeHost");
        requireNonNull(body, "body");
        requireNonNull(properties, "properties");
        Objects.checkFromIndexSize(propertiesOffset, propertiesLength, properties.length);
    }
}
