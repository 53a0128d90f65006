package io.apogeemq.namesrv.route;

/**
 * How much the registry holds, so that nobody fills the memory with brokers or topics that do not
 * exist.
 *
 * <p>Threads: immutable.
 */
public record RegistryLimits(
        int brokers, int placements) { // topics, each counted once for every broker it is on

    private static final int MOST_BROKERS = 5_000;

    /** A topic on a broker with its encoded route takes about 700 bytes; the half stays free. */
    private static final int HEAP_BYTES_PER_PLACEMENT = 1_400;

    public RegistryLimits {
        if (brokers <= 0 || placements <= 0) {
            throw new IllegalArgumentException(
                    "registry limits are "
                            + brokers
                            + " and "
                            + placements
                            + "; both must be above 0");
        }
    }

    /** What fits into a heap of this size: 48,000 topics into 64 MiB. */
    public static RegistryLimits forHeap(long heapBytes) {
        long placements = heapBytes / HEAP_BYTES_PER_PLACEMENT;
        return new RegistryLimits(MOST_BROKERS, (int) Math.min(Integer.MAX_VALUE, placements));
    }
}
