package io.apogeemq.store.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Keeps a second process, and a second store in this one, off the directory. Taken before anything is
 * read. Byte 0 is locked, as the peer does, so the two keep each other off as well.
 */
final class StoreLock implements Closeable {

    private final FileChannel channel;
    private final FileLock lock;

    private StoreLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the lock.
     *
     * @throws StoreInUse if somebody has it; the message says which process, as far as it told
     */
    static StoreLock take(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            Optional<FileLock> lock = tryLock(channel);
            if (lock.isEmpty()) {
                throw new StoreInUse(
                        "store '"
                                + path.toAbsolutePath().getParent()
                                + "' is in use by process '"
                                + holder(channel)
                                + "': stop it, or give this one another directory");
            }
            writeHolder(channel);
            return new StoreLock(channel, lock.get());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock(0, 1, false));
        } catch (OverlappingFileLockException sameProcess) {
            return Optional.empty();
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(32);
        channel.read(text, 0);
        return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).trim();
    }

    private static void writeHolder(FileChannel channel) throws IOException {
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(
                        Long.toString(ProcessHandle.current().pid())
                                .getBytes(StandardCharsets.US_ASCII)),
                0);
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
