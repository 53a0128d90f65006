package io.apogeemq.store.retention;

import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A file of zeros whose only use is to be given up: on a full disk its space lets the small files be
 * written that must be written.
 *
 * <p>Threads: one at a time; guarded by the {@link DiskSpaceGuard}.
 */
final class SpaceReserve {

    private static final int CHUNK_BYTES = 1 << 20;

    private final StoreFiles files;
    private final Path path;

    SpaceReserve(StoreFiles files, Path path) {
        this.files = files;
        this.path = path;
    }

    /** Whether it is there in full. */
    boolean isThere(int bytes) {
        if (bytes == 0) {
            return true;
        }
        if (!files.exists(path)) {
            return false;
        }
        try (StoreFile file = files.open(path)) {
            return file.length() >= bytes;
        } catch (IOException e) {
            return false;
        }
    }

    /** Takes the space, by writing: a hole would keep nothing. Not forced, a crash may cost it. */
    void make(int bytes) throws IOException {
        try (StoreFile file = files.create(path)) {
            ByteBuffer zeros = ByteBuffer.allocate(Math.min(bytes, CHUNK_BYTES));
            for (long at = file.length(); at < bytes; at += zeros.limit()) {
                zeros.position(0).limit((int) Math.min(zeros.capacity(), bytes - at));
                file.write(zeros, at);
            }
        } catch (IOException e) {
            giveUp();
            throw e;
        }
    }

    /** Gives the space back to the disk; durable, so that the disk really has it. */
    void giveUp() throws IOException {
        files.delete(path);
        files.forceDirectory(path.toAbsolutePath().getParent());
    }
}
