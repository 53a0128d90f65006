package io.apogeemq.store.verify;

import io.apogeemq.common.message.RecordLayout;
import io.apogeemq.store.commitlog.RecordScanner;
import io.apogeemq.store.commitlog.RecordScanner.RecordCheck;
import io.apogeemq.store.file.StoreFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** Looks at single records of the log. Threads: confined to one. */
final class LogPeek implements AutoCloseable {

    private final List<LogFile> log;
    private final LogWindow window;
    private final RecordScanner scanner;
    private ByteBuffer record = ByteBuffer.allocate(0);

    LogPeek(StoreFiles files, List<LogFile> log, long checksumsFrom, ReadMeter meter) {
        this.scanner = new RecordScanner(checksumsFrom);
        this.log = log;
        this.window = new LogWindow(files, meter);
    }

    /** Physical offset the log began at when it was listed. */
    long first() {
        return log.isEmpty() ? 0 : log.get(0).firstOffset();
    }

    /** Whether a whole record stands there; then {@link #scanner} has its fields. */
    boolean isRecord(long physicalOffset) throws IOException {
        for (LogFile file : log) {
            if (physicalOffset >= file.firstOffset() && physicalOffset < file.endOffset()) {
                return isRecord(file, physicalOffset);
            }
        }
        return false;
    }

    private boolean isRecord(LogFile file, long physicalOffset) throws IOException {
        long position = physicalOffset - file.firstOffset();
        if (file.bytes() - position < RecordLayout.MIN_RECORD_BYTES) {
            return false;
        }
        try {
            window.need(file, position, RecordLayout.MIN_RECORD_BYTES, file.bytes());
            int size = window.bytes().getInt(window.index(position));
            if (size < RecordLayout.MIN_RECORD_BYTES
                    || size > Math.min(file.bytes() - position, LogWalk.MOST_RECORD_BYTES)) {
                return false;
            }
            window.need(file, position, size, file.bytes());
            int i = window.index(position);
            record = window.bytes().slice(i, size);
            return scanner.inspect(window.bytes(), i, i + size, physicalOffset, true)
                    == RecordCheck.VALID;
        } catch (NoSuchFileException deletedMeanwhile) {
            return false;
        }
    }

    /** Whether anything was ever written to a file: one that was only prepared begins with zeros. */
    boolean isWritten(LogFile file) throws IOException {
        if (file.bytes() < Long.BYTES) {
            return false;
        }
        window.need(file, 0, Long.BYTES, file.bytes());
        return window.bytes().getLong(window.index(0)) != 0;
    }

    RecordScanner scanner() {
        return scanner;
    }

    /** The bytes of the record, valid until the next look. */
    ByteBuffer record() {
        return record;
    }

    @Override
    public void close() throws IOException {
        window.close();
    }
}
