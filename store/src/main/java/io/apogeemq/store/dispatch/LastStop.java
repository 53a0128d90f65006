package io.apogeemq.store.dispatch;

/**
 * How the store was left, as far as it matters to what is derived from the log.
 *
 * <p>Immutable.
 *
 * @param isClean whether it was closed, by us: then everything derived is as complete as the log
 * @param crashed whether it was not closed, by whomever
 * @param isOurs whether the checkpoint is ours; if not, its times are all there is
 * @param logMinOffset where the log begins
 * @param forcedBelow the checkpoint says that the queues were on disk for all records below
 * @param writtenBelow the queues are in their files for all records below, forced or not
 * @param mayHaveLost whether of what was not forced anything may be lost, half there or left over
 * @param indexTimestamp the checkpoint says that index files that end at this store time were on disk
 */
public record LastStop(
        boolean isClean,
        boolean crashed,
        boolean isOurs,
        long logMinOffset,
        long forcedBelow,
        long writtenBelow,
        boolean mayHaveLost,
        long indexTimestamp) {

    /**
     * The same, but nothing that points at or behind the end can be trusted.
     *
     * @param missingFrom what is derived from records from here on has come into memory only
     */
    public LastStop withLogEnd(long logEnd, long missingFrom) {
        return new LastStop(
                false,
                crashed,
                isOurs,
                logMinOffset,
                Math.min(forcedBelow, Math.min(logEnd, missingFrom)),
                Math.min(writtenBelow, logEnd),
                true,
                indexTimestamp);
    }
}
