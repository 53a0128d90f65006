package io.apogeemq.admin.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/**
 * What the disk alone can do: writes a block into a file that was filled before, forces it, and so on.
 * No broker is asked; one block counts as one message.
 */
final class DiskForces implements LoadRun {
    private static final int FILE_BYTES = 64 << 20;
    private static final int FILL_BYTES = 1 << 20;

    private final Path file;
    private final int blockBytes;
    private final double ratePerSecond;
    private final Meter meter;
    private final LoadThreads threads;

    /**
     * @param ratePerSecond how many forces a second; 0: as many as the disk does
     */
    DiskForces(Path directory, int blockBytes, double ratePerSecond, Meter meter) {
        this.file = directory.resolve("bench-disk." + ProcessHandle.current().pid());
        this.blockBytes = blockBytes;
        this.ratePerSecond = ratePerSecond;
        this.meter = meter;
        this.threads = new LoadThreads(meter);
    }

    @Override
    public void start() throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int at = 0; at < FILE_BYTES; at += FILL_BYTES) {
                write(channel, ByteBuffer.allocate(FILL_BYTES), at);
            }
            channel.force(true);
        }
        threads.start("bench-disk", this::forceBlocks);
    }

    private void forceBlocks() throws IOException {
        ByteBuffer block = ByteBuffer.allocateDirect(blockBytes);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            int at = 0;
            long pauseNanos = ratePerSecond > 0 ? (long) (1e9 / ratePerSecond) : 0;
            long dueNanos = System.nanoTime();
            while (!threads.isStopping()) {
                dueNanos += pauseNanos;
                LockSupport.parkNanos(pauseNanos > 0 ? dueNanos - System.nanoTime() : 0);
                if (at + blockBytes > FILE_BYTES) {
                    at = 0;
                }
                long start = System.nanoTime();
                write(channel, block.clear(), at);
                channel.force(false);
                meter.latency(System.nanoTime() - start);
                meter.done(1);
                at += blockBytes;
            }
        }
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long position)
            throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    @Override
    public boolean isFinished() {
        return threads.areDone();
    }

    @Override
    public void close() throws IOException {
        threads.requestStop();
        threads.awaitEnd();
        threads.close();
        Files.deleteIfExists(file);
    }
}
