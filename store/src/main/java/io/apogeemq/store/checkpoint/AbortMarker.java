package io.apogeemq.store.checkpoint;

import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A file that is there while a store is open: found at a start, it says that the last one crashed. */
public final class AbortMarker {

    private final StoreFiles files;
    private final Path path;

    public AbortMarker(StoreFiles files, Path path) {
        this.files = files;
        this.path = path;
    }

    public boolean isPresent() {
        return files.exists(path);
    }

    /** Puts it there, durably. */
    public void put() throws IOException {
        byte[] pid =
                Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
        try (StoreFile file = files.create(path)) {
            file.setLength(0);
            file.write(ByteBuffer.wrap(pid), 0);
            file.force();
        }
        files.forceDirectory(path.toAbsolutePath().getParent());
    }

    /** Takes it away, durably: everything else must be on disk. */
    public void remove() throws IOException {
        files.delete(path);
        files.forceDirectory(path.toAbsolutePath().getParent());
    }
}
