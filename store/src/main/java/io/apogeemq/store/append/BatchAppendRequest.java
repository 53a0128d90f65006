package io.apogeemq.store.append;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;

/**
 * A client batch to be stored as single records: contiguous, never split over files, all or nothing,
 * with consecutive queue offsets.
 *
 * <pre>
 * encoded, one after the other:
 *   int32 totalSize, int32 magic (not looked at), int32 bodyCrc (not looked at), int32 flag,
 *   int32 bodyLength, body, int16 propertiesLength, properties
 * </pre>
 *
 * @param encoded position..limit, direct or heap; its position stays; read during the append only
 * @param queueId 0..{@link AppendRequest#MAX_QUEUE_ID}
 * @param sysFlag of every record, without the two bits for IPv6 hosts
 * @param check asked about each message before anything is stored
 */
public record BatchAppendRequest(
        String topic,
        int queueId,
        int sysFlag,
        long bornTimestamp,
        HostAddress bornHost,
        HostAddress storeHost,
        int reconsumeTimes,
        ByteBuffer encoded,
        BatchCheck check) {

    public BatchAppendRequest {
        requireNonNull(topic, "topic");
        requireNonNull(bornHost, "bornHost");
        requireNonNull(storeHost, "storeHost");
        requireNonNull(encoded, "encoded");
        requireNonNull(check, "check");
    }
}
