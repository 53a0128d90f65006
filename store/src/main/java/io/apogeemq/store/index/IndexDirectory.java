package io.apogeemq.store.index;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.store.file.StoreFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index files there are, oldest first.
 *
 * <p>Threads: changed under {@code this}; read by any thread as an immutable snapshot. Whoever uses a
 * file that it did not make needs a lease.
 */
final class IndexDirectory {

    private static final Logger log = LoggerFactory.getLogger(IndexDirectory.class);
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS", Locale.ROOT);

    private final StoreFiles files;
    private final Path directory;
    private final IndexSize size;
    private final Clock clock;
    private volatile List<IndexFile> all = List.of(); // written under this

    IndexDirectory(StoreFiles files, Path directory, IndexSize size, Clock clock) {
        this.files = files;
        this.directory = directory;
        this.size = size;
        this.clock = clock;
    }

    List<IndexFile> all() {
        return all;
    }

    synchronized void set(List<IndexFile> found) {
        all = List.copyOf(found);
    }

    /** Makes the next file and puts it at the end. */
    synchronized IndexFile add() throws IOException {
        files.createDirectories(directory);
        IndexFile made = IndexFile.create(files, directory.resolve(nextName()), size);
        List<IndexFile> grown = new ArrayList<>(all);
        grown.add(made);
        all = List.copyOf(grown);
        return made;
    }

    /** The time, and later than any name there is: files are ordered by their names. */
    private String nextName() {
        LocalDateTime now =
                LocalDateTime.ofInstant(
                        Instant.ofEpochMilli(clock.millis()), ZoneId.systemDefault());
        String name = NAME.format(now);
        if (!all.isEmpty()) {
            String last = all.get(all.size() - 1).path().getFileName().toString();
            if (name.compareTo(last) <= 0) {
                name = Long.toString(Long.parseLong(last) + 1);
            }
        }
        return name;
    }

    /** Removes a file and all behind it. */
    synchronized void dropFrom(IndexFile first) throws IOException {
        List<IndexFile> now = all;
        int index = now.indexOf(first);
        if (index >= 0) {
            remove(now.subList(index, now.size()));
            all = List.copyOf(now.subList(0, index));
            now.subList(index, now.size()).forEach(IndexFile::release);
        }
    }

    /** Removes the files that point below a physical offset only, but never the newest. */
    synchronized int deleteBelow(long physicalOffset) throws IOException {
        List<IndexFile> now = all;
        int count = 0;
        while (count < now.size() - 1
                && now.get(count).isSealed()
                && now.get(count).endPhysicalOffset() < physicalOffset) {
            count++;
        }
        for (int i = 0; i < count; i++) {
            remove(now.subList(i, i + 1));
            all = List.copyOf(now.subList(i + 1, now.size()));
            now.get(i).release();
        }
        return count;
    }

    /** From disk only; those who still search there find what they did. */
    private void remove(List<IndexFile> gone) throws IOException {
        for (IndexFile file : gone) {
            files.delete(file.path());
            log.info("index file removed file={}", file.path());
        }
        if (!gone.isEmpty()) {
            files.forceDirectory(directory);
        }
    }

    synchronized void close() {
        for (IndexFile file : all) {
            file.release();
        }
        all = List.of();
    }
}
