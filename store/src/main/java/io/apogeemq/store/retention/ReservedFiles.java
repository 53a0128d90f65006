package io.apogeemq.store.retention;

import io.apogeemq.store.file.ForwardingFiles;
import io.apogeemq.store.file.StoreFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The file system of a store, whose small files may use up the reserve: on a full disk one that finds
 * no room gets it and is written once more, as often as there is a reserve to get.
 *
 * <p>Threads: safe for any thread.
 */
public final class ReservedFiles extends ForwardingFiles {

    private final DiskSpaceGuard guard;

    public ReservedFiles(StoreFiles files, DiskSpaceGuard guard) {
        super(files);
        this.guard = guard;
    }

    @Override
    public void writeForced(Path path, byte[] content) throws IOException {
        while (true) {
            long timesGivenUp = guard.timesGivenUp();
            try {
                super.writeForced(path, content);
                return;
            } catch (IOException e) {
                if (!isForLackOfSpace(e) || !guard.giveUpReserve(timesGivenUp, e)) {
                    throw e;
                }
            }
        }
    }

    /** In the words of Linux and macOS, of quotas, and of Windows. */
    private static boolean isForLackOfSpace(IOException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("no space left")
                || text.contains("quota exceeded")
                || text.contains("not enough space");
    }
}
