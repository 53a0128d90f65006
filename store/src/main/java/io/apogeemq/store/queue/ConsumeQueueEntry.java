package io.apogeemq.store.queue;

/**
 * The layout of one entry.
 *
 * <pre>
 * 20 bytes, big-endian; entry n is at byte 20·n of the sequence of files
 *   0  int64  physical offset of the record in the CommitLog
 *   8  int32  length of the record in bytes, > 0
 *  12  int64  hash of the tag (0: none), or the due time of a delayed message; below -2^31, written
 *             by the peer: place of an extension, plus -2^63
 *
 * an entry without message: length 0x7FFFFFFF. Physical offset 0 for those in front of the first
 * message of a queue, else that of the next message, so that offsets never fall within a queue.
 * </pre>
 *
 * Source: store spec, "ConsumeQueue".
 */
public final class ConsumeQueueEntry {

    public static final int BYTES = 20;
    public static final int PHYSICAL_OFFSET = 0;
    public static final int RECORD_BYTES = 8;
    public static final int TAGS_CODE = 12;

    /** Record length of an entry that stands for no message. */
    public static final int NO_MESSAGE = Integer.MAX_VALUE;

    private ConsumeQueueEntry() {}

    /** Whether the peer keeps the tag's hash elsewhere; hashes and due times are always larger. */
    public static boolean isExtensionAddress(long tagsCode) {
        return tagsCode < Integer.MIN_VALUE;
    }
}
