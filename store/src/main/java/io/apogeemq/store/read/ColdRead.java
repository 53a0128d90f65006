package io.apogeemq.store.read;

import java.lang.management.ManagementFactory;

/**
 * Guesses whether a part of the log has left the page cache: when it lies further behind the end than a
 * share of the machine's memory.
 */
public final class ColdRead {

    private static final int HOT_PERCENT = 40;
    private static final long LEAST_HOT_BYTES = 256L << 20;

    private final long hotBytes;

    public ColdRead(long hotBytes) {
        this.hotBytes = hotBytes;
    }

    /** By the memory of this machine. */
    public static long hotBytesOfThisMachine() {
        long memory =
                ManagementFactory.getOperatingSystemMXBean()
                                instanceof com.sun.management.OperatingSystemMXBean bean
                        ? bean.getTotalMemorySize()
                        : 0;
        return Math.max(LEAST_HOT_BYTES, memory / 100 * HOT_PERCENT);
    }

    public boolean isCold(long physicalOffset, long writtenOffset) {
        return writtenOffset - physicalOffset > hotBytes;
    }
}
