package io.apogeemq.store.verify;

import io.apogeemq.common.message.RecordLayout;
import io.apogeemq.store.commitlog.RecordScanner;
import io.apogeemq.store.commitlog.RecordScanner.RecordCheck;
import io.apogeemq.store.file.StoreFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.function.Predicate;

/**
 * Goes over a log from its first byte to its end, one step at a time, over damage as well.
 *
 * <pre>
 * at a position is     then
 *   a record           RECORD
 *   a blank filler     on in the next file
 *   anything else      a whole record further on?  DAMAGE, and on with that record
 *                      none?                       END: the rest is the tail
 * between two files is something missing           GAP
 * </pre>
 *
 * The same rules as at the start of a broker: where that says the log ends, this does. Memory: one window
 * of a mebibyte, or the largest record.
 *
 * <p>Threads: confined to one.
 */
public final class LogWalk implements AutoCloseable {

    /** What a step came upon. */
    public enum Step {
        /** A whole record: the scanner has its fields. */
        RECORD,
        /** No record from {@link #rangeFrom} to {@link #rangeTo}, but behind. */
        DAMAGE,
        /** No file from {@link #rangeFrom} to {@link #rangeTo}. */
        GAP,
        /** Nothing yet: still looking for the next record behind a damage. */
        SEARCHING,
        /** The end. */
        END
    }

    /** No record is larger: a size above it is damage. */
    static final int MOST_RECORD_BYTES = 128 << 20;

    /** So many zeros in a row behind a record mean that nothing more was written in that file. */
    static final int ZEROS_AT_END = 32 << 20;

    private static final int SEARCH_STEP_BYTES = 1 << 20;

    private final List<LogFile> log;
    private final long limit;
    private final RecordScanner scanner;
    private final Predicate<RecordScanner> isStale;
    private final LogWindow window;

    private int index;
    private long at;
    private long recordOffset;

    private boolean searching;
    private int searchIndex;
    private long searchAt;
    private long zeros;
    private boolean sawBytes;
    private long staleRecords;

    private long rangeFrom;
    private long rangeTo;
    private LogFile rangeFile;
    private String why = "";
    private boolean rangeUnreadable;

    /**
     * @param limit records from here on are not looked at; {@link Long#MAX_VALUE}: up to the end
     * @param scanner takes the records apart
     * @param isStale whether a record found behind a damage is the remains of a log that was cut there
     */
    public LogWalk(
            StoreFiles files,
            List<LogFile> log,
            long limit,
            RecordScanner scanner,
            Predicate<RecordScanner> isStale,
            ReadMeter meter) {
        this.log = List.copyOf(log);
        this.limit = limit;
        this.scanner = scanner;
        this.isStale = isStale;
        this.window = new LogWindow(files, meter);
        this.at = log.isEmpty() ? 0 : log.get(0).firstOffset();
    }

    /** Goes on to the next thing. Reads at most about a mebibyte, or one record. */
    public Step next() throws IOException {
        if (searching) {
            return search();
        }
        while (index < log.size() && at < limit) {
            LogFile file = log.get(index);
            if (at < file.firstOffset()) {
                return gap(file);
            }
            if (file.endOffset() - at < RecordLayout.BLANK_BYTES) {
                at = Math.max(at, file.endOffset());
                index++;
                continue;
            }
            RecordCheck check = inspect(file, at);
            if (check == RecordCheck.VALID) {
                recordOffset = at;
                at += scanner.recordBytes();
                return Step.RECORD;
            }
            if (check == RecordCheck.BLANK) {
                at = file.endOffset();
                index++;
            } else {
                beginSearch(file, check);
                return search();
            }
        }
        rangeFrom = at;
        sawBytes = false; // nothing was looked for behind this end
        return Step.END;
    }

    private Step gap(LogFile next) {
        rangeFrom = at;
        rangeTo = next.firstOffset();
        rangeFile = next;
        at = next.firstOffset();
        return Step.GAP;
    }

    private RecordCheck inspect(LogFile file, long offset) throws IOException {
        long position = offset - file.firstOffset();
        long readable = readable(file);
        if (position + RecordLayout.BLANK_BYTES > readable) {
            return RecordCheck.DAMAGED;
        }
        need(file, position, RecordLayout.BLANK_BYTES);
        int i = window.index(position);
        int size = window.bytes().getInt(i + RecordLayout.TOTAL_SIZE);
        int magic = window.bytes().getInt(i + RecordLayout.MAGIC);
        if (magic == RecordLayout.MAGIC_BLANK) {
            return size == file.bytes() - position ? RecordCheck.BLANK : RecordCheck.DAMAGED;
        }
        if (size == 0 && magic == 0) {
            return RecordCheck.EMPTY;
        }
        if (magic != RecordLayout.MAGIC_V1 && magic != RecordLayout.MAGIC_V2
                || size < RecordLayout.MIN_RECORD_BYTES
                || size > Math.min(readable - position, MOST_RECORD_BYTES)) {
            return RecordCheck.DAMAGED;
        }
        need(file, position, size);
        i = window.index(position);
        return scanner.inspect(window.bytes(), i, i + size, offset, true);
    }

    private long readable(LogFile file) {
        return Math.min(file.bytes(), limit - file.firstOffset());
    }

    private void need(LogFile file, long position, int length) throws IOException {
        try {
            window.need(file, position, length, readable(file));
        } catch (NoSuchFileException e) {
            throw new LogFileGone(file, e);
        }
    }

    private void beginSearch(LogFile file, RecordCheck check) throws IOException {
        searching = true;
        rangeFrom = at;
        rangeFile = file;
        searchIndex = index;
        searchAt = at + 1;
        zeros = 0;
        staleRecords = 0;
        sawBytes = check != RecordCheck.EMPTY;
        rangeUnreadable = window.hasUnreadable();
        why =
                rangeUnreadable
                        ? "the disk says: " + window.readProblem()
                        : RecordDiagnosis.of(
                                window.bytes(),
                                window.index(at - file.firstOffset()),
                                window.index(window.end()),
                                at,
                                file.endOffset() - at);
    }

    private Step search() throws IOException {
        long stop = Math.min(limit, searchAt + SEARCH_STEP_BYTES);
        while (searchIndex < log.size() && searchAt < limit) {
            LogFile file = log.get(searchIndex);
            searchAt = Math.max(searchAt, file.firstOffset());
            long last = readable(file) - RecordLayout.MIN_RECORD_BYTES;
            if (searchAt - file.firstOffset() > last || zeros >= ZEROS_AT_END) {
                searchIndex++;
                searchAt = file.endOffset();
                zeros = 0;
                stop = Math.min(limit, searchAt + SEARCH_STEP_BYTES);
                continue;
            }
            if (searchAt >= stop) {
                return Step.SEARCHING;
            }
            if (isNextRecord(file)) {
                searching = false;
                at = searchAt;
                index = searchIndex;
                rangeTo = searchAt;
                return Step.DAMAGE;
            }
        }
        searching = false;
        index = log.size();
        if (limit != Long.MAX_VALUE && !log.isEmpty()) {
            at = limit;
            rangeTo = limit; // everything below a limit is known to be written
            return Step.DAMAGE;
        }
        at = rangeFrom;
        return Step.END;
    }

    /** Moves {@code searchAt}; true when a record begins there. */
    private boolean isNextRecord(LogFile file) throws IOException {
        long position = searchAt - file.firstOffset();
        need(file, position, RecordLayout.MIN_RECORD_BYTES);
        rangeUnreadable |= window.hasUnreadable();
        ByteBuffer bytes = window.bytes();
        int i = window.index(position);
        int end = Math.min(window.index(window.end()), i + SEARCH_STEP_BYTES) - 8;
        while (i <= end && zeros < ZEROS_AT_END) {
            if (bytes.getLong(i) == 0) {
                i += 4; // the magic of a record has no zero byte, so none begins in between
                zeros += 4;
                continue;
            }
            zeros = 0;
            sawBytes = true;
            int magic = bytes.getInt(i + RecordLayout.MAGIC);
            if (magic == RecordLayout.MAGIC_V1 || magic == RecordLayout.MAGIC_V2) {
                searchAt = file.firstOffset() + position + (i - window.index(position));
                if (inspect(file, searchAt) == RecordCheck.VALID) {
                    if (!isStale.test(scanner)) {
                        return true;
                    }
                    staleRecords++;
                }
                searchAt++;
                return false; // the window may have moved
            }
            i++;
        }
        searchAt = file.firstOffset() + position + (i - window.index(position));
        return false;
    }

    /** Leaves out the file that is looked at: it was deleted meanwhile. */
    void passByFile(LogFile file) {
        searching = false;
        at = file.endOffset();
        index = log.indexOf(file) + 1;
    }

    // ---- where it is

    /** Physical offset of the record of this step. */
    public long recordOffset() {
        return recordOffset;
    }

    /** The record of this step, position 0 to limit; valid until the next one. */
    public ByteBuffer record() {
        LogFile file = log.get(index);
        int i = window.index(recordOffset - file.firstOffset());
        return window.bytes().slice(i, scanner.recordBytes());
    }

    /** The file of the record of this step. */
    public LogFile file() {
        return log.get(Math.min(index, log.size() - 1));
    }

    /** Where the walk is: everything before was looked at. */
    public long position() {
        return searching ? searchAt : at;
    }

    /** First byte of a damage, a gap or the tail. */
    public long rangeFrom() {
        return rangeFrom;
    }

    /** Behind the last byte of a damage or a gap. */
    public long rangeTo() {
        return rangeTo;
    }

    /** The file a damage or the tail begins in, or the one behind a gap. */
    public LogFile rangeFile() {
        return rangeFile;
    }

    /** What is wrong at the first byte of a damage or of the tail. */
    public String why() {
        return why;
    }

    /** Whether the disk refused to give bytes of the range. */
    public boolean isUnreadable() {
        return rangeUnreadable;
    }

    /** Whether there are bytes other than zero behind the end; known at the end. */
    public boolean hasTail() {
        return sawBytes;
    }

    /** Whole records behind the end that are remains of a log that was cut there. */
    public long staleRecords() {
        return staleRecords;
    }

    @Override
    public void close() throws IOException {
        window.close();
    }
}
