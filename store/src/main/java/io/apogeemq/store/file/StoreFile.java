package io.apogeemq.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One open file.
 *
 * <p>Threads: positional reads and writes from any thread; {@link #close} by the owner.
 */
public interface StoreFile extends AutoCloseable {

    long length() throws IOException;

    /** Cuts the file, or extends it by a hole that reads as zeros. */
    void setLength(long bytes) throws IOException;

    /** Fills the buffer from a position as far as the file goes; returns the number of bytes. */
    int read(ByteBuffer target, long position) throws IOException;

    /** Writes the whole buffer at a position. */
    void write(ByteBuffer source, long position) throws IOException;

    /** Returns when everything written so far is on disk. */
    void force() throws IOException;

    /** Maps the first bytes of the file; the map outlives {@link #close}. */
    FileMap map(int bytes) throws IOException;

    @Override
    void close() throws IOException;
}
