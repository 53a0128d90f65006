package io.apogeemq.store.index;

import java.util.Optional;

/**
 * How the index is at one moment.
 *
 * @param isEnabled whether there is one
 * @param completeBelow every record of the log below this physical offset can be found
 * @param lagBytes what of the visible log can't be found yet; 0 only if nothing is left to do
 * @param files index files there are
 * @param failures how often it had to give up since the start; it goes on by itself
 * @param trouble why it is not going on right now; empty if it is
 */
public record IndexStats(
        boolean isEnabled,
        long completeBelow,
        long lagBytes,
        int files,
        long failures,
        Optional<String> trouble) {

    /** There is no index. */
    public static final IndexStats NONE = new IndexStats(false, 0, 0, 0, 0, Optional.empty());
}
