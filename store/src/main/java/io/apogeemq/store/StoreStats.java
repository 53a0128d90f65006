package io.apogeemq.store;

import io.apogeemq.store.index.IndexStats;
import io.apogeemq.store.verify.ScrubStatus;

/**
 * The counters of a store at one moment; all count since it was opened.
 *
 * @param refusedAppends messages or batches that were not taken
 * @param rollOvers log files that were filled
 * @param allocationWaits appends that had to wait for blocks or for the next file
 * @param dispatchLagBytes stable, but not visible yet
 * @param flushLagBytes written, but not forced yet
 * @param forces completed forces of the log
 * @param forceNanos time spent in them
 * @param undispatchable records that could not be given to a queue (strange queue id, unreadable topic)
 * @param badEntries queue entries that did not fit the record they point to, or to a damaged one
 * @param damagedRecords how often a read passed by a record whose checksum says that it is damaged
 * @param index how the index of keys is
 * @param scrub the latest verification of the whole store
 */
public record StoreStats(
        long appendedMessages,
        long appendedBytes,
        long refusedAppends,
        long rollOvers,
        long allocationWaits,
        long dispatchedMessages,
        long dispatchLagBytes,
        long flushLagBytes,
        long forces,
        long forceNanos,
        long undispatchable,
        long badEntries,
        long damagedRecords,
        IndexStats index,
        ScrubStatus scrub) {}
