package io.apogeemq.store.query;

import static java.util.Objects.requireNonNull;

/**
 * Which messages are wanted.
 *
 * <p>Immutable.
 *
 * @param topic as stored
 * @param key one of the message's keys, or its unique key
 * @param uniqueOnly whether it has to be the unique key
 * @param mostMessages at least 1; the newest are taken
 * @param mostBytes of all records together; one record may be larger
 * @param beginTimestamp not stored before
 * @param endTimestamp not stored after
 */
public record KeyQuery(
        String topic,
        String key,
        boolean uniqueOnly,
        int mostMessages,
        int mostBytes,
        long beginTimestamp,
        long endTimestamp) {

    public KeyQuery {
        requireNonNull(topic, "topic");
        requireNonNull(key, "key");
        if (mostMessages < 1) {
            throw new IllegalArgumentException(
                    "mostMessages '" + mostMessages + "' must be above zero");
        }
    }
}
