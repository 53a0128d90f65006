package io.apogeemq.store.checkpoint;

import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is there while a store is open: found at a start, it says that the last one crashed.
 *
 * <pre>
 * text, one a line: process id, as the peer writes it; the life of the machine, if known
 * </pre>
 */
public final class AbortMarker {

    private static final Logger log = LoggerFactory.getLogger(AbortMarker.class);

    private final StoreFiles files;
    private final Path path;

    public AbortMarker(StoreFiles files, Path path) {
        this.files = files;
        this.path = path;
    }

    public boolean isPresent() {
        return files.exists(path);
    }

    /** The life of the machine in which it was put there; empty if that can't be read. */
    public String bootId() {
        String text;
        try {
            text = files.read(path).map(b -> new String(b, StandardCharsets.US_ASCII)).orElse("");
        } catch (IOException e) {
            log.warn("mark of a crash can't be read, the machine may have gone down, too", e);
            return "";
        }
        int newLine = text.indexOf('\n');
        return newLine < 0 ? "" : text.substring(newLine + 1).trim();
    }

    /** Puts it there, durably. */
    public void put() throws IOException {
        String text = ProcessHandle.current().pid() + "\n" + files.bootId();
        try (StoreFile file = files.create(path)) {
            file.setLength(0);
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
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
