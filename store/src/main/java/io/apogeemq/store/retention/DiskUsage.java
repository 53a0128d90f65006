package io.apogeemq.store.retention;

import io.apogeemq.store.file.StoreFiles;
import java.io.IOException;
import java.nio.file.Path;

/**
 * How full the disk of a directory is.
 *
 * @param path the directory
 * @param usableBytes what is left for this process
 */
public record DiskUsage(Path path, long totalBytes, long usableBytes) {

    /** As it is now. */
    public static DiskUsage of(StoreFiles files, Path path) throws IOException {
        return new DiskUsage(path, files.totalBytes(path), files.usableBytes(path));
    }

    /** The part that is in use, 0 to 1. */
    public double usedRatio() {
        return totalBytes <= 0 ? 0 : 1.0 - (double) usableBytes / totalBytes;
    }

    /** In whole per cent, as a text. */
    String percentText() {
        return Math.round(usedRatio() * 100) + " %";
    }

    /** Whether this is most likely the same disk, measured a moment apart. */
    boolean isSameDiskAs(DiskUsage other) {
        return totalBytes == other.totalBytes
                && Math.abs(usableBytes - other.usableBytes) <= totalBytes / 100;
    }

    /** As it will be when so many bytes have been given back. */
    DiskUsage withFreed(long bytes) {
        return new DiskUsage(path, totalBytes, Math.min(totalBytes, usableBytes + bytes));
    }
}
