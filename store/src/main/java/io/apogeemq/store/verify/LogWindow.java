package io.apogeemq.store.verify;

import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A piece of one log file in memory, read with ordinary reads: what a disk refuses is an exception
 * here, where a store into the map would end the process. A page that can't be read counts as zeros and
 * is remembered.
 *
 * <p>Threads: confined to one.
 */
final class LogWindow implements AutoCloseable {

    private static final int USUAL_BYTES = 1 << 20;
    private static final int PAGE_BYTES = 4096;

    private final StoreFiles files;
    private final ReadMeter meter;
    private ByteBuffer bytes = ByteBuffer.allocateDirect(0);
    private StoreFile open; // null when there is none
    private long openOffset; // physical offset of its first byte
    private long start;
    private long end;
    private long unreadableFrom = Long.MAX_VALUE;
    private String readProblem = "";

    LogWindow(StoreFiles files, ReadMeter meter) {
        this.files = files;
        this.meter = meter;
    }

    /** Makes a range of a file available; the whole window then ends at {@code mostEnd} or before. */
    void need(LogFile wanted, long position, int length, long mostEnd) throws IOException {
        boolean isSame = open != null && wanted.firstOffset() == openOffset;
        if (isSame && position >= start && position + length <= end) {
            return;
        }
        if (!isSame) {
            close();
            open = files.open(wanted.path());
            openOffset = wanted.firstOffset();
        }
        int capacity = Math.max(USUAL_BYTES, length);
        if (bytes.capacity() < capacity) {
            bytes = ByteBuffer.allocateDirect(capacity);
        }
        fill(position, (int) Math.min(capacity, mostEnd - position));
    }

    private void fill(long position, int length) {
        start = position;
        end = position + length;
        unreadableFrom = Long.MAX_VALUE;
        if (!tryRead(0, length)) {
            int page;
            for (int at = 0; at < length; at += page) { // as the disk counts them
                page = (int) Math.min(PAGE_BYTES - (position + at) % PAGE_BYTES, length - at);
                if (!tryRead(at, page)) {
                    unreadableFrom = Math.min(unreadableFrom, position + at);
                    for (int i = 0; i < page; i++) {
                        bytes.put(at + i, (byte) 0);
                    }
                }
            }
        }
        meter.read(length);
    }

    private boolean tryRead(int at, int length) {
        ByteBuffer target = bytes.duplicate().limit(at + length).position(at);
        try {
            int got = open.read(target, start + at);
            for (int i = got; i < length; i++) {
                bytes.put(at + i, (byte) 0); // the file was cut meanwhile
            }
            return true;
        } catch (IOException e) {
            readProblem = String.valueOf(e.getMessage());
            return false;
        }
    }

    /** The bytes; a position of the file is at {@link #index}. */
    ByteBuffer bytes() {
        return bytes;
    }

    int index(long position) {
        return (int) (position - start);
    }

    /** Position of the file behind the last byte that is available. */
    long end() {
        return end;
    }

    /** Whether the disk refused something in this window. */
    boolean hasUnreadable() {
        return unreadableFrom != Long.MAX_VALUE;
    }

    String readProblem() {
        return readProblem;
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            StoreFile old = open;
            open = null;
            old.close();
        }
    }
}
