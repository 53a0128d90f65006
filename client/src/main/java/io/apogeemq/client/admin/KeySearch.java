package io.apogeemq.client.admin;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Where messages with a key are searched, and how many of them are wanted: the newest ones. Threads:
 * immutable.
 *
 * @param cluster only on the brokers of this cluster
 * @param beginMillis stored then or later, milliseconds since 1970
 * @param endMillis stored then or before
 */
public record KeySearch(
        String topic,
        Optional<String> cluster,
        int mostMessages,
        long beginMillis,
        long endMillis) {
    public KeySearch {
        requireNonNull(topic, "topic");
        requireNonNull(cluster, "cluster");
        if (mostMessages < 1) {
            throw new IllegalArgumentException("mostMessages " + mostMessages + " below 1");
        }
    }
}
