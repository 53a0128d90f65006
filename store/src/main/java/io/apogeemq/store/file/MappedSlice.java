package io.apogeemq.store.file;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bytes of a mapped file on lease: the file stays mapped until every slice of it is closed.
 *
 * <p>Threads: handed from thread to thread as its holder likes; {@link #close} from any.
 */
public final class MappedSlice implements AutoCloseable {

    /** Who gets the lease back. */
    interface Lease {
        void release();
    }

    private final Lease lease;
    private final ByteBuffer buffer;
    private final long physicalOffset;
    private final AtomicBoolean closed = new AtomicBoolean();

    MappedSlice(Lease lease, ByteBuffer buffer, long physicalOffset) {
        this.lease = lease;
        this.buffer = buffer;
        this.physicalOffset = physicalOffset;
    }

    /**
     * The bytes, position 0 to limit. They are the log itself: read only, and never touch the buffer
     * after {@link #close}.
     */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Where the first byte is in the CommitLog. */
    public long physicalOffset() {
        return physicalOffset;
    }

    public int length() {
        return buffer.capacity();
    }

    /** Gives the lease back; more than once does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            lease.release();
        }
    }
}
