package io.apogeemq.store.verify;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a verification has found: all of it counted, the first of each kind kept, each told to a listener.
 *
 * <p>Threads: confined to the thread of the verification.
 */
public final class Findings {

    private final int mostKeptOfAKind;
    private final Consumer<Finding> listener;
    private final List<Finding> kept = new ArrayList<>();
    private final Map<FindingKind, Long> counts = new EnumMap<>(FindingKind.class);

    /** Keeps so many of each kind; the listener is told all of them. */
    public Findings(int mostKeptOfAKind, Consumer<Finding> listener) {
        this.mostKeptOfAKind = mostKeptOfAKind;
        this.listener = listener;
    }

    void add(Finding finding) {
        if (counts.merge(finding.kind(), 1L, Long::sum) <= mostKeptOfAKind) {
            kept.add(finding);
        }
        listener.accept(finding);
    }

    /** The first of each kind, in the order they were found. */
    public List<Finding> kept() {
        return List.copyOf(kept);
    }

    /** How many of each kind, in the order of the kinds. */
    public Map<FindingKind, Long> counts() {
        return Map.copyOf(counts);
    }

    public long count(FindingKind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** All of one severity. */
    public long count(Severity severity) {
        long sum = 0;
        for (Map.Entry<FindingKind, Long> count : counts.entrySet()) {
            sum += count.getKey().severity() == severity ? count.getValue() : 0;
        }
        return sum;
    }

    /** Those that mean damage: everything but notes. */
    public long damages() {
        return count(Severity.LOST) + count(Severity.DERIVED) + count(Severity.STATE);
    }

    public long notes() {
        return count(Severity.NOTE);
    }
}
