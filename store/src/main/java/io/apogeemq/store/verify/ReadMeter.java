package io.apogeemq.store.verify;

/** Counts what a verification reads, so that it can be slowed down. Threads: confined to one. */
public final class ReadMeter {

    /** What a system call and the work around it cost, in bytes of sequential reading. */
    private static final int CALL_BYTES = 512;

    private long bytes;

    void read(long count) {
        bytes += count + CALL_BYTES;
    }

    public long bytes() {
        return bytes;
    }
}
