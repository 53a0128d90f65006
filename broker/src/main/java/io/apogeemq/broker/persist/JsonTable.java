package io.apogeemq.broker.persist;

import io.apogeemq.common.error.ErrorCategory;
import io.apogeemq.common.error.MqException;
import io.apogeemq.common.io.AtomicFile;
import io.apogeemq.common.io.DurableFiles;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.WireJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file of {@code config/}: a table as the peer writes it, replaced as a whole and durably. A file
 * that is damaged falls back to the version before; when both are, loading fails: a broker never
 * starts with an empty table in silence.
 *
 * <p>Threads: confined to one thread at a time; the owner says which. Not for io threads.
 *
 * @param <T> the table in memory
 */
public final class JsonTable<T> {
    private static final Logger log = LoggerFactory.getLogger(JsonTable.class);

    private final AtomicFile file;
    private final Function<JsonObject, T> read;

    /**
     * @param files where it is; the store's, so that it has room on a full disk
     * @param read makes the table of its JSON form; whatever it throws says that the file is damaged
     */
    public JsonTable(DurableFiles files, Path file, Function<JsonObject, T> read) {
        this.file = new AtomicFile(files, file);
        this.read = read;
    }

    /**
     * The table as it was written last; empty when it never was.
     *
     * @throws MqException (fault) when there is a file but no readable version of it
     */
    public Optional<T> load() {
        boolean isReplacing = !Files.exists(file.path()) && Files.exists(file.backupPath());
        if (isReplacing) {
            log.warn("file is missing, reading the version before it file={}", file.path());
        }
        try {
            return file.read(this::isWhole).map(this::parse);
        } catch (IOException e) {
            throw new MqException(ErrorCategory.FAULT, e.getMessage(), e);
        }
    }

    /**
     * Writes the table.
     *
     * @throws MqException (fault) when that fails; the file has its previous content then
     */
    public void write(JsonBody table) {
        try {
            file.replace(table.toJson());
        } catch (IOException e) {
            throw new MqException(
                    ErrorCategory.FAULT,
                    "'" + file.path() + "' cannot be written, check the disk: " + e,
                    e);
        }
    }

    private boolean isWhole(byte[] content) {
        try {
            parse(content);
            return true;
        } catch (RuntimeException e) {
            log.warn(
                    "a version of the file is damaged, the one before it is tried next file={}"
                            + " problem={}",
                    file.path(),
                    e.toString());
            return false;
        }
    }

    private T parse(byte[] content) {
        return read.apply(WireJson.object(content));
    }
}
