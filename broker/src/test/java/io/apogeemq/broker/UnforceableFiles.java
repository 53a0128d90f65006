package io.apogeemq.broker;

import io.apogeemq.store.file.FileMap;
import io.apogeemq.store.file.ForwardingFiles;
import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The real file system, until a test says that files below a directory can't be forced any more.
 *
 * <p>Threads: safe for any thread.
 */
final class UnforceableFiles extends ForwardingFiles {
    static final String ERROR = "Input/output error";

    private volatile String directory = ""; // empty: forces succeed

    UnforceableFiles() {
        super(StoreFiles.onDisk());
    }

    /** From now on forces fail in directories of that name. */
    void failIn(String name) {
        directory = name;
    }

    /** From now on forces succeed. */
    void heal() {
        directory = "";
    }

    private void check(Path path) throws IOException {
        String failing = directory;
        for (Path part : path) {
            if (part.toString().equals(failing)) {
                throw new IOException(ERROR);
            }
        }
    }

    @Override
    public StoreFile open(Path path) throws IOException {
        return new Unforceable(path, super.open(path));
    }

    @Override
    public StoreFile create(Path path) throws IOException {
        return new Unforceable(path, super.create(path));
    }

    private final class Unforceable implements StoreFile {
        private final Path path;
        private final StoreFile file;

        Unforceable(Path path, StoreFile file) {
            this.path = path;
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
            check(path);
            file.force();
        }

        @Override
        public FileMap map(int bytes) throws IOException {
            FileMap map = file.map(bytes);
            return new FileMap() {
                @Override
                public ByteBuffer buffer() {
                    return map.buffer();
                }

                @Override
                public void force(int from, int length) throws IOException {
                    check(path);
                    map.force(from, length);
                }

                @Override
                public void unmap() {
                    map.unmap();
                }
            };
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
