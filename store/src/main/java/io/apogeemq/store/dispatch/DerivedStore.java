package io.apogeemq.store.dispatch;

import java.io.IOException;

/**
 * Something derived from the log that keeps files of its own: it can be deleted as a whole and comes
 * again, and after a crash only the tail is built again.
 *
 * <pre>
 * load             what is on disk, as far as it can be trusted   opening thread
 * accept           record after record, in log order              opening thread, then dispatch
 * truncate         the log ended earlier than was thought          opening thread
 * forceProgress    every few seconds                              checkpoint
 * deleteBelow      old log files are gone                         retention thread
 * finish           last, on a clean stop                          closing thread
 * close            gives files back; writes nothing                closing thread
 * </pre>
 *
 * <p>Errors: an {@code IOException} of {@code accept} holds the dispatch up until it works; one of
 * {@code forceProgress} leaves the promise where it was.
 */
public interface DerivedStore extends DispatchTarget, AutoCloseable {

    /** In logs and statistics: "queues", "index". */
    String name();

    /**
     * Finds what is on disk, drops what can't be trusted.
     *
     * @return {@link #completeBelow}
     */
    long load(LastStop stop) throws IOException;

    /** Every record that begins below this physical offset has been taken; others have to be handed in. */
    long completeBelow();

    /** The log ends here: whatever points at or behind this physical offset goes. */
    void truncate(long logEnd) throws IOException;

    /**
     * Makes what was accepted durable, all of it or as much as one round may cost. Called often, also
     * when nothing has changed.
     *
     * @param dispatchedBelow every record below was handed in before this call
     * @return every record below this is in the files, and a power cut does not change that
     */
    long forceProgress(long dispatchedBelow) throws IOException;

    /**
     * The log begins here now: files that point to nothing it still has go, oldest first and each
     * durably before the next.
     *
     * @return how many went
     */
    int deleteBelow(long logMinOffset) throws IOException;

    /** Whether the last round ended before everything was durable: there should be one soon. */
    default boolean isBehind() {
        return false;
    }

    /**
     * The last round of a clean stop, after the last record was accepted. What it does not make durable
     * is in files nevertheless. If it throws, the stop does not count as a clean one.
     */
    default long finish(long dispatchedBelow) throws IOException {
        return forceProgress(dispatchedBelow);
    }

    @Override
    void close();
}
