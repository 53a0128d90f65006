package io.apogeemq.admin;

import io.apogeemq.common.config.EditDistance;
import java.util.Locale;
import java.util.Optional;

/** Finds what was perhaps meant by a mistyped word. Threads: pure functions. */
final class NearestName {
    private NearestName() {}

    /** The name most like the word, if any is like it. */
    static Optional<String> to(String word, Iterable<String> names) {
        String best = null;
        int bestDistance = Math.max(2, word.length() / 3) + 1;
        for (String name : names) {
            int distance =
                    EditDistance.between(
                            word.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (distance < bestDistance) {
                best = name;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }
}
