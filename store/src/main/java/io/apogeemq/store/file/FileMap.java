package io.apogeemq.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A file mapped into memory for reading and writing. */
public interface FileMap {

    /** The mapped bytes: direct, big-endian, page aligned; use absolute access only. */
    ByteBuffer buffer();

    /** Returns when a range of the map is on disk. */
    void force(int from, int length) throws IOException;

    /** Removes the map. Touching the buffer afterwards may end the process. */
    void unmap();
}
