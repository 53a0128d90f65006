package io.apogeemq.admin.store;

import io.apogeemq.admin.Arguments;
import io.apogeemq.admin.UsageProblem;
import io.apogeemq.common.config.ByteSize;
import io.apogeemq.store.StoreConfig;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.file.StoreLayout;
import io.apogeemq.store.verify.StoreSizes;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.util.OptionalLong;

/**
 * One run of a command: the store it works on, held by its lock, and where the answer goes.
 *
 * <p>Threads: confined to the main thread.
 */
final class StoreCall implements AutoCloseable {
    private final Arguments arguments;
    private final StoreFiles files;
    private final StoreLayout layout;
    private final StoreSizes sizes;
    private final PrintStream out;
    private final PrintStream err;
    private Closeable lock; // null when given back

    /** Takes the lock. */
    StoreCall(
            Arguments arguments,
            StoreFiles files,
            StoreLayout layout,
            PrintStream out,
            PrintStream err)
            throws IOException {
        this.arguments = arguments;
        this.files = files;
        this.layout = layout;
        this.out = out;
        this.err = err;
        this.lock = files.lock(layout.lockFile());
        StoreSizes found = StoreSizes.find(files, layout);
        this.sizes =
                new StoreSizes(
                        bytesOr(arguments, "logFileSize", found.logFileBytes()),
                        (int) bytesOr(arguments, "queueFileSize", found.queueFileBytes()));
    }

    Arguments arguments() {
        return arguments;
    }

    StoreFiles files() {
        return files;
    }

    StoreLayout layout() {
        return layout;
    }

    StoreSizes sizes() {
        return sizes;
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    /** A number of bytes, with or without a unit. */
    static long bytesOr(Arguments arguments, String option, long otherwise) {
        if (!arguments.has(option)) {
            return otherwise;
        }
        String text = arguments.require(option);
        OptionalLong bytes = ByteSize.parse(text);
        if (bytes.isEmpty() || bytes.getAsLong() <= 0 || bytes.getAsLong() > 1L << 40) {
            throw new UsageProblem("--" + option + " '" + text + "' must be a size, e.g. 64m");
        }
        return bytes.getAsLong();
    }

    /** A configuration that fits the files that are there. */
    StoreConfig config() {
        long logFileBytes =
                sizes.logFileBytes() == 0
                        ? StoreConfig.defaults(layout.rootDir()).commitLogFileBytes()
                        : sizes.logFileBytes();
        long room = logFileBytes - StoreConfig.MAX_RECORD_OVERHEAD_BYTES - 8;
        if (room <= 0 || logFileBytes > Integer.MAX_VALUE) {
            throw new UsageProblem(
                    "log files of '"
                            + logFileBytes
                            + "' bytes can't be opened; say the right size with --logFileSize");
        }
        return StoreConfig.at(layout.rootDir())
                .commitLogDir(layout.commitLogDir())
                .sizes((int) logFileBytes, sizes.queueFileBytes(), (int) Math.min(room, 4 << 20))
                .build();
    }

    /** Gives the lock back, so that the store can be opened. */
    void unlock() throws IOException {
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }

    @Override
    public void close() throws IOException {
        unlock();
    }
}
