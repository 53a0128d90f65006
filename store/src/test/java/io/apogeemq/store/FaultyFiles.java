package io.apogeemq.store;

import io.apogeemq.store.file.FileMap;
import io.apogeemq.store.file.ForwardingFiles;
import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.file.StoreLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** The real file system, until a test says that the disk is full or that forces of the log fail. */
final class FaultyFiles extends ForwardingFiles {

    volatile boolean diskIsFull;
    volatile boolean indexFails;
    volatile boolean indexForceFails;
    volatile boolean forceFails;
    volatile Path reserve; // null: small files find no room either
    volatile boolean deleteFails;
    volatile boolean freesWhatIsDeleted = true;
    volatile long totalBytes = -1; // negative: of the real disk
    final AtomicLong usableBytes = new AtomicLong(-1); // negative: of the real disk

    FaultyFiles() {
        super(StoreFiles.onDisk());
    }

    @Override
    public StoreFile open(Path path) throws IOException {
        return new Faulty(path, super.open(path));
    }

    @Override
    public StoreFile create(Path path) throws IOException {
        if (indexFails && isIndex(path)) {
            throw new IOException("No space left on device");
        }
        return new Faulty(path, super.create(path));
    }

    @Override
    public long usableBytes(Path path) throws IOException {
        if (diskIsFull) {
            return 0;
        }
        return usableBytes.get() < 0 ? super.usableBytes(path) : usableBytes.get();
    }

    @Override
    public long totalBytes(Path path) throws IOException {
        return totalBytes < 0 ? super.totalBytes(path) : totalBytes;
    }

    @Override
    public void delete(Path path) throws IOException {
        if (deleteFails) {
            throw new IOException("Operation not permitted");
        }
        if (usableBytes.get() >= 0 && freesWhatIsDeleted && super.exists(path)) {
            try (StoreFile file = super.open(path)) {
                usableBytes.addAndGet(file.length());
            }
        }
        super.delete(path);
    }

    /** Through {@link #create}, so that what fails there fails here. */
    @Override
    public void writeForced(Path path, byte[] content) throws IOException {
        try (StoreFile file = create(path)) {
            file.setLength(0);
            file.write(ByteBuffer.wrap(content), 0);
            file.force();
        }
    }

    private static boolean isIndex(Path path) {
        return path.getParent().endsWith("index");
    }

    private final class Faulty extends ForwardingFile {
        private final Path path;
        private volatile long allocated; // blocks below are there: a full disk lets them be written

        Faulty(Path path, StoreFile file) {
            super(file);
            this.path = path;
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            long end = position + source.remaining();
            if (diskIsFull && end > allocated && !fitsIntoReserve()) {
                throw new IOException("No space left on device");
            }
            super.write(source, position);
            allocated = Math.max(allocated, end);
        }

        /** Small files have the space of the reserve when it was given up. */
        private boolean fitsIntoReserve() {
            Path file = path.toAbsolutePath();
            return reserve != null
                    && !exists(reserve)
                    && !StoreLayout.isSegmentName(file.getFileName().toString())
                    && !file.equals(reserve);
        }

        @Override
        public FileMap map(int bytes) throws IOException {
            return checked(super.map(bytes), this::mayForce);
        }

        private void mayForce() throws IOException {
            if (forceFails || (indexForceFails && isIndex(path))) {
                throw new IOException("Input/output error");
            }
        }
    }
}
