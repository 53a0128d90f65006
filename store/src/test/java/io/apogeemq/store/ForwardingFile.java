package io.apogeemq.store;

import io.apogeemq.store.file.FileMap;
import io.apogeemq.store.file.StoreFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file that does with another one everything that a subclass does not do itself. */
public abstract class ForwardingFile implements StoreFile {
    private final StoreFile file;

    protected ForwardingFile(StoreFile file) {
        this.file = file;
    }

    @Override
    public long length() throws IOException {
        return file.length();
    }

    @Override
    public void setLength(long bytes) throws IOException {
        file.setLength(bytes);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return file.read(target, position);
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        file.write(source, position);
    }

    @Override
    public void force() throws IOException {
        file.force();
    }

    /** The map of the other file; its forces do not come by here unless a subclass makes them. */
    @Override
    public FileMap map(int bytes) throws IOException {
        return file.map(bytes);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** What has to work before a map is forced. */
    @FunctionalInterface
    protected interface ForceCheck {
        void pass() throws IOException;
    }

    /** A map that is forced only if the check lets it. */
    protected static FileMap checked(FileMap map, ForceCheck check) {
        return new FileMap() {
            @Override
            public ByteBuffer buffer() {
                return map.buffer();
            }

            @Override
            public void force(int from, int length) throws IOException {
                check.pass();
                map.force(from, length);
            }

            @Override
            public void unmap() {
                map.unmap();
            }
        };
    }
}
