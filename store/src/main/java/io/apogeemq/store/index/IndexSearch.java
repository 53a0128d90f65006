package io.apogeemq.store.index;

import io.apogeemq.store.commitlog.KeyHash;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One search through the index files, newest entry first.
 *
 * <p>An entry says the hash of a key and the second of a time: what it points to has to be looked at
 * before it is believed. Times are searched with a margin, since records of a clock that stepped back
 * count as stored when their file began.
 *
 * <p>Threads: any; a search is confined to its thread.
 */
public final class IndexSearch {

    private static final Logger log = LoggerFactory.getLogger(IndexSearch.class);

    /** Clocks that step back further than this make records unfindable by time. */
    private static final long MARGIN_MILLIS = 60_000;

    /** Half a second or so; only a key that millions of messages have gets there. */
    private static final int MOST_ENTRIES = 5_000_000;

    private final List<IndexFile> files;
    private final Consumer<IndexFile> onDamage;
    private int looked;

    IndexSearch(List<IndexFile> files, Consumer<IndexFile> onDamage) {
        this.files = files;
        this.onDamage = onDamage;
    }

    /**
     * Finds the records that may have a key.
     *
     * @param visitor told the physical offset of each, newest first; says whether to go on
     */
    public void find(
            String topic,
            String key,
            long beginTimestamp,
            long endTimestamp,
            LongPredicate visitor) {
        int hash = KeyHash.of(topic, key);
        for (int i = files.size() - 1; i >= 0; i--) {
            IndexFile file = files.get(i);
            if (!file.isSearchable() || file.isEmpty() || !file.tryLease()) {
                continue;
            }
            try {
                boolean mayHave =
                        file.beginTimestamp() - MARGIN_MILLIS <= endTimestamp
                                && file.endTimestamp() + MARGIN_MILLIS >= beginTimestamp;
                if (mayHave && !walk(file, hash, beginTimestamp, endTimestamp, visitor)) {
                    return;
                }
            } finally {
                file.release();
            }
        }
    }

    private boolean walk(IndexFile file, int hash, long begin, long end, LongPredicate visitor) {
        int entry = file.newest(hash);
        while (entry != 0) {
            int found = file.hash(entry);
            if (!file.isSameChain(hash, found)) {
                return damaged(file, entry);
            }
            if (file.latest(entry) + MARGIN_MILLIS < begin) {
                return true;
            }
            boolean isInTime = file.earliest(entry) - MARGIN_MILLIS <= end;
            if (found == hash && isInTime && !visitor.test(file.physicalOffset(entry))) {
                return false;
            }
            if (++looked >= MOST_ENTRIES) {
                log.warn("search ends early, too many messages have that key entries={}", looked);
                return false;
            }
            int older = file.older(entry);
            if (older < 0 || older >= entry) {
                return damaged(file, entry);
            }
            entry = older;
        }
        return true;
    }

    private boolean damaged(IndexFile file, int entry) {
        log.error(
                "index file is damaged, rebuilt from the log file={} entry={}", file.path(), entry);
        onDamage.accept(file);
        return true;
    }

    /** Store time up to which the index goes; 0 without an entry. */
    public long lastTimestamp() {
        return newest().map(IndexFile::endTimestamp).orElse(0L);
    }

    /** Physical offset of the last record with a key; 0 without one. */
    public long lastPhysicalOffset() {
        return newest().map(IndexFile::endPhysicalOffset).orElse(0L);
    }

    private Optional<IndexFile> newest() {
        for (int i = files.size() - 1; i >= 0; i--) {
            if (!files.get(i).isEmpty()) {
                return Optional.of(files.get(i));
            }
        }
        return Optional.empty();
    }
}
