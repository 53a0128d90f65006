package io.apogeemq.store.file;

import java.nio.file.Path;

/**
 * Every path and file name of a store.
 *
 * <pre>
 * commitlog/{20 digits}                        the log
 * consumequeue/{topic}/{queueId}/{20 digits}   one ConsumeQueue
 * index/{17 digits}                            one IndexFile, named by the time it was made
 * consumequeue_ext/{topic}/                    extensions of entries, written by the peer only; not read
 * batchconsumequeue/{topic}/{queueId}/{20 digits}  queues of the peer whose entries stand for whole batches
 * batchentries/{topic}/{queueId}/{20 digits}   the same queues as ConsumeQueues, an entry for each message
 * checkpoint                                   progress, 4096 bytes
 * queues                                       ends of all queues at the last clean stop; deleted topics
 * abort                                        is there while a store is open; text: process id
 * lock                                         locked while a store is open; text: process id
 * reserve                                      space kept for small files on a full disk; zeros
 * </pre>
 *
 * Source: store spec, "Store directory layout"; {@code queues}, {@code batchentries} and {@code
 * reserve} are our own.
 */
public record StoreLayout(Path rootDir, Path commitLogDir) {

    private static final int SEGMENT_NAME_DIGITS = 20;
    private static final String LARGEST_SEGMENT_NAME = "0" + Long.MAX_VALUE;

    public Path consumeQueueDir() {
        return rootDir.resolve("consumequeue");
    }

    public Path consumeQueueDir(String topic) {
        return consumeQueueDir().resolve(topic);
    }

    public Path consumeQueueDir(String topic, int queueId) {
        return consumeQueueDir(topic).resolve(Integer.toString(queueId));
    }

    /** What the peer keeps beside the entries of a topic's queues. */
    public Path extensionDir(String topic) {
        return rootDir.resolve("consumequeue_ext").resolve(topic);
    }

    public Path batchConsumeQueueDir() {
        return rootDir.resolve("batchconsumequeue");
    }

    public Path batchConsumeQueueDir(String topic) {
        return batchConsumeQueueDir().resolve(topic);
    }

    public Path batchEntriesDir() {
        return rootDir.resolve("batchentries");
    }

    public Path batchEntriesDir(String topic) {
        return batchEntriesDir().resolve(topic);
    }

    public Path batchEntriesDir(String topic, int queueId) {
        return batchEntriesDir(topic).resolve(Integer.toString(queueId));
    }

    public Path indexDir() {
        return rootDir.resolve("index");
    }

    public Path checkpointFile() {
        return rootDir.resolve("checkpoint");
    }

    public Path queuesFile() {
        return rootDir.resolve("queues");
    }

    public Path abortFile() {
        return rootDir.resolve("abort");
    }

    public Path lockFile() {
        return rootDir.resolve("lock");
    }

    public Path reserveFile() {
        return rootDir.resolve("reserve");
    }

    /** A file of a log is named by its first offset. */
    public static String segmentName(long firstOffset) {
        String digits = Long.toString(firstOffset);
        return "0".repeat(SEGMENT_NAME_DIGITS - digits.length()) + digits;
    }

    /** Whether a name is 20 digits and fits a long. */
    public static boolean isSegmentName(String name) {
        if (name.length() != SEGMENT_NAME_DIGITS || name.compareTo(LARGEST_SEGMENT_NAME) > 0) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** The first offset a segment name says. */
    public static long firstOffset(Path segment) {
        return Long.parseLong(segment.getFileName().toString());
    }
}
