package io.apogeemq.store.file;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The files of the CommitLog in order of their first offsets.
 *
 * <p>Threads: changed by one thread at a time (recovery, later the holder of the append lock); looked
 * up by any thread, without a lock, on an immutable snapshot. Who finds a file and then gets no lease
 * of it came too late: it has been deleted.
 */
public final class MappedFileQueue {

    private volatile MappedFile[] files = {};
    private volatile long minOffset;

    public void add(MappedFile file) {
        MappedFile[] old = files;
        if (old.length == 0) {
            minOffset = file.firstOffset();
        }
        MappedFile[] grown = Arrays.copyOf(old, old.length + 1);
        grown[old.length] = file;
        files = grown;
    }

    /** Takes the newest file off the queue; it stays open. */
    public MappedFile removeLast() {
        MappedFile[] old = files;
        files = Arrays.copyOf(old, old.length - 1);
        return old[old.length - 1];
    }

    /** Takes the oldest file off the queue; it stays open. Never the only one. */
    public MappedFile removeFirst() {
        MappedFile[] old = files;
        if (old.length < 2) {
            throw new IllegalStateException("the newest log file is never removed");
        }
        files = Arrays.copyOfRange(old, 1, old.length);
        minOffset = old[1].firstOffset();
        return old[0];
    }

    /** First offset that a file holds; stays what it was when the files are given up. */
    public long minOffset() {
        return minOffset;
    }

    public boolean isEmpty() {
        return files.length == 0;
    }

    /** All files now, oldest first: for who looks at several while others may add or remove some. */
    public List<MappedFile> snapshot() {
        return List.of(files);
    }

    public int fileCount() {
        return files.length;
    }

    public MappedFile file(int index) {
        return files[index];
    }

    public MappedFile first() {
        return files[0];
    }

    public MappedFile last() {
        MappedFile[] now = files;
        return now[now.length - 1];
    }

    /** The file that holds a physical offset. */
    public Optional<MappedFile> find(long physicalOffset) {
        MappedFile[] now = files;
        int index = indexOf(now, physicalOffset);
        return index < 0 ? Optional.empty() : Optional.of(now[index]);
    }

    private static int indexOf(MappedFile[] now, long physicalOffset) {
        int high = now.length - 1;
        if (high >= 0 && physicalOffset >= now[high].firstOffset()) {
            return physicalOffset < now[high].endOffset() ? high : -1; // the usual case
        }
        int low = 0;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (physicalOffset < now[middle].firstOffset()) {
                high = middle - 1;
            } else if (physicalOffset >= now[middle].endOffset()) {
                low = middle + 1;
            } else {
                return middle;
            }
        }
        return -1;
    }

    /** Gives up every file; those that are leased stay mapped until the leases end. */
    public void close() {
        MappedFile[] old = files;
        files = new MappedFile[0];
        for (MappedFile file : old) {
            file.release();
        }
    }
}
