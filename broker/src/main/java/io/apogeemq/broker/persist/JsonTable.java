package io.apogeemq.broker.persist;

import io.apogeemq.common.error.ErrorCategory;
import io.apogeemq.common.error.MqException;
import io.apogeemq.common.io.AtomicFile;
import io.apogeemq.common.io.DurableFiles;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.WireJson;
import java.io.IOException;
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

    private final DurableFiles files;
    private final AtomicFile file;
    private final Function<JsonObject, T> read;
    private boolean wasNewest;

    /**
     * @param files where it is; the store's, so that it has room on a full disk
     * @param read makes the table of its JSON form; whatever it throws says that the file is damaged
     */
    public JsonTable(DurableFiles files, Path file, Function<JsonObject, T> read) {
        this.files = files;
        this.file = new AtomicFile(files, file);
        this.read = read;
    }

    /**
     * The table as it was written last; empty when it never was.
     *
     * @throws MqException (fault) when there is a file but no readable version of it
     */
    public Optional<T> load() {
        try {
            Optional<T> table = file.read(this::isWhole).map(this::parse);
            wasNewest = files.exists(file.path()); // a damaged one is moved away
            return table;
        } catch (IOException e) {
            throw new MqException(ErrorCategory.FAULT, e.getMessage(), e);
        }
    }

    /** Whether {@link #load} found the newest version: not none, and not the one before it. */
    public boolean wasNewest() {
        return wasNewest;
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
                    "a version of the file makes no sense file={} problem={}",
                    file.path(),
                    e.toString());
            return false;
        }
    }

    private T parse(byte[] content) {
        return read.apply(WireJson.object(content));
    }
}
