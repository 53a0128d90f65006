package io.apogeemq.store.commitlog;

import java.nio.ByteBuffer;

/**
 * Records that have their place in the log and are not in its file yet. Their bytes leave with one
 * positional write, whoever appended them.
 *
 * <p>Threads: filled by the holder of the append lock; written by the holder of the write lock after
 * it was exchanged for another.
 */
final class WriteBuffer {

    /** Small enough to stay in the processor's cache, large enough for what one read brings. */
    private static final int USUAL_BYTES = 128 * 1024;

    private ByteBuffer bytes = ByteBuffer.allocateDirect(USUAL_BYTES);
    private long start;
    private int length;

    /** Empties it: what comes next has its place at a physical offset. */
    void restart(long physicalOffset) {
        if (bytes.capacity() > USUAL_BYTES) {
            bytes = ByteBuffer.allocateDirect(USUAL_BYTES);
        }
        bytes.clear();
        start = physicalOffset;
        length = 0;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** Whether so many bytes fit; an empty one takes a record of any size. */
    boolean hasRoom(int more) {
        if (length == 0 && more > bytes.capacity()) {
            bytes = ByteBuffer.allocateDirect(more);
        }
        return length + more <= bytes.capacity();
    }

    /** Where bytes are put, absolutely, from {@link #length} on; then {@link #added} is called. */
    ByteBuffer bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void added(int more) {
        length += more;
    }

    long start() {
        return start;
    }

    /** First physical offset behind the records. */
    long end() {
        return start + length;
    }

    /** The records, position to limit. */
    ByteBuffer content() {
        return bytes.position(0).limit(length);
    }
}
