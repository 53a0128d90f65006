package io.apogeemq.store;

import io.apogeemq.store.file.FileMap;
import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.file.StoreLayout;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The real file system, until a test says that the disk is full or that forces of the log fail. */
final class FaultyFiles implements StoreFiles {

    private final StoreFiles real = StoreFiles.onDisk();
    volatile boolean diskIsFull;
    volatile boolean indexFails;
    volatile boolean indexForceFails;
    volatile boolean forceFails;
    volatile Path reserve; // null: small files find no room either
    volatile boolean deleteFails;
    volatile boolean freesWhatIsDeleted = true;
    volatile long totalBytes = -1; // negative: of the real disk
    final AtomicLong usableBytes = new AtomicLong(-1); // negative: of the real disk

    @Override
    public StoreFile open(Path path) throws IOException {
        return new Faulty(path, real.open(path));
    }

    @Override
    public StoreFile create(Path path) throws IOException {
        if (indexFails && isIndex(path)) {
            throw new IOException("No space left on device");
        }
        return new Faulty(path, real.create(path));
    }

    @Override
    public boolean exists(Path path) {
        return real.exists(path);
    }

    @Override
    public List<Path> listFiles(Path directory) throws IOException {
        return real.listFiles(directory);
    }

    @Override
    public List<Path> listDirectories(Path directory) throws IOException {
        return real.listDirectories(directory);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        real.createDirectories(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        real.rename(from, to);
    }

    @Override
    public Closeable lock(Path path) throws IOException {
        return real.lock(path);
    }

    @Override
    public long usableBytes(Path path) throws IOException {
        if (diskIsFull) {
            return 0;
        }
        return usableBytes.get() < 0 ? real.usableBytes(path) : usableBytes.get();
    }

    @Override
    public long totalBytes(Path path) throws IOException {
        return totalBytes < 0 ? real.totalBytes(path) : totalBytes;
    }

    @Override
    public void delete(Path path) throws IOException {
        if (deleteFails) {
            throw new IOException("Operation not permitted");
        }
        if (usableBytes.get() >= 0 && freesWhatIsDeleted && real.exists(path)) {
            try (StoreFile file = real.open(path)) {
                usableBytes.addAndGet(file.length());
            }
        }
        real.delete(path);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        real.forceDirectory(directory);
    }

    private static boolean isIndex(Path path) {
        return path.getParent().endsWith("index");
    }

    private final class Faulty implements StoreFile {
        private final Path path;
        private final StoreFile file;
        private volatile long allocated; // blocks below are there: a full disk lets them be written

        Faulty(Path path, StoreFile file) {
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
            long end = position + source.remaining();
            if (diskIsFull && end > allocated && !fitsIntoReserve()) {
                throw new IOException("No space left on device");
            }
            file.write(source, position);
            allocated = Math.max(allocated, end);
        }

        /** Small files have the space of the reserve when it was given up. */
        private boolean fitsIntoReserve() {
            Path file = path.toAbsolutePath();
            return reserve != null
                    && !real.exists(reserve)
                    && !StoreLayout.isSegmentName(file.getFileName().toString())
                    && !file.equals(reserve);
        }

        @Override
        public void force() throws IOException {
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
                    if (forceFails || (indexForceFails && isIndex(path))) {
                        throw new IOException("Input/output error");
                    }
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
