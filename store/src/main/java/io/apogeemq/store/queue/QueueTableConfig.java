package io.apogeemq.store.queue;

import java.time.Duration;

/**
 * How much memory, files and time the queues may take, all together.
 *
 * @param fileBytes of one queue file, a multiple of the entry size
 * @param openFiles kept open at a time
 * @param mostTailBytes of memory for the newest entries
 * @param busyForce how long a round of forcing may take while messages come in
 * @param idleForce the same while none come
 * @param lastForce how long a stop may force
 */
public record QueueTableConfig(
        int fileBytes,
        int openFiles,
        long mostTailBytes,
        Duration busyForce,
        Duration idleForce,
        Duration lastForce) {

    private static final long MOST_TAIL_BYTES = 64 << 20;
    private static final int HEAP_SHARE_OF_TAILS = 8;

    /** What suits everybody: in a small heap the tails take an eighth of it. */
    public static QueueTableConfig of(int fileBytes, int openFiles) {
        return new QueueTableConfig(
                fileBytes,
                openFiles,
                Math.min(MOST_TAIL_BYTES, Runtime.getRuntime().maxMemory() / HEAP_SHARE_OF_TAILS),
                Duration.ofMillis(100),
                Duration.ofMillis(30),
                Duration.ofSeconds(1));
    }

    long busyForceNanos() {
        return busyForce.toNanos();
    }

    long idleForceNanos() {
        return idleForce.toNanos();
    }

    long lastForceNanos() {
        return lastForce.toNanos();
    }
}
