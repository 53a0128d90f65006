package io.apogeemq.client.offset;

import static java.util.Objects.requireNonNull;

import io.apogeemq.common.error.ErrorCategory;
import io.apogeemq.common.error.MqException;
import io.apogeemq.common.io.AtomicFile;
import io.apogeemq.common.io.SafePath;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.json.JsonValue;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.remoting.json.WireJsonException;
import io.apogeemq.remoting.protocol.MessageQueueJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The progress of a broadcasting consumer, in a file of its own machine: every member consumes
 * everything, so brokers keep nothing for it.
 *
 * <pre>
 * &lt;directory&gt;/&lt;group&gt;/offsets.json       {"offsetTable":{{"brokerName":"b","queueId":0,"topic":"T"}:5}}
 * &lt;directory&gt;/&lt;group&gt;/offsets.json.bak   the version before
 * </pre>
 *
 * Object keys as Apache's clients write them, so their file can be copied here and the other way
 * round. Source: wire spec, "Behaviour of the official client", section 5.
 *
 * <p>Threads: safe for any thread; the file is guarded by {@code lock}.
 *
 * <p>Errors: a file that is there and cannot be read is an error at construction, never "nothing
 * stored". A failed write is logged and done again with the next change.
 */
public final class LocalOffsets implements ConsumeOffsets {
    private static final Logger log = LoggerFactory.getLogger(LocalOffsets.class);
    private static final String TABLE = "offsetTable";

    private final Object lock = new Object();
    private final AtomicFile file;
    private final Map<MessageQueue, Long> table; // guarded by lock
    private boolean isUnwritten; // guarded by lock

    /**
     * Reads what is there.
     *
     * @param directory belongs to this one consumer instance
     * @throws MqException (fault) when there is a file that cannot be read
     */
    public LocalOffsets(Path directory, String group) {
        requireNonNull(directory, "directory");
        this.file = new AtomicFile(SafePath.child(directory, group).resolve("offsets.json"));
        this.table = read();
    }

    @Override
    public CompletableFuture<Long> stored(MessageQueue queue) {
        synchronized (lock) {
            return CompletableFuture.completedFuture(table.getOrDefault(queue, NONE));
        }
    }

    @Override
    public void store(Map<MessageQueue, Long> offsets) {
        synchronized (lock) {
            for (Map.Entry<MessageQueue, Long> entry : offsets.entrySet()) {
                Long before = table.put(entry.getKey(), entry.getValue());
                isUnwritten |= !entry.getValue().equals(before);
            }
            if (isUnwritten) {
                write();
            }
        }
    }

    /** Keeps the entry: nobody else moves it, and the queue may come back. */
    @Override
    public void forget(MessageQueue queue) {}

    private Map<MessageQueue, Long> read() {
        try {
            return file.read(LocalOffsets::isWhole)
                    .map(LocalOffsets::parse)
                    .orElseGet(HashMap::new);
        } catch (IOException e) {
            throw new MqException(
                    ErrorCategory.FAULT,
                    "consume offsets cannot be read from '" + file.path() + "': " + e.getMessage(),
                    e);
        }
    }

    private void write() {
        try {
            file.replace(
                    WireJson.bytes(
                            out -> {
                                out.beginObject().name(TABLE);
                                MessageQueueJson.writeOffsets(out, table);
                                out.endObject();
                            }));
            isUnwritten = false;
        } catch (IOException e) {
            log.warn(
                    "consume offsets not written, a restart now would repeat messages file={}",
                    file.path(),
                    e);
        }
    }

    private static boolean isWhole(byte[] content) {
        try {
            parse(content);
            return true;
        } catch (WireJsonException e) {
            return false;
        }
    }

    private static Map<MessageQueue, Long> parse(byte[] content) {
        return new HashMap<>(
                MessageQueueJson.readTable(
                        WireJson.object(content).requireObject(TABLE), JsonValue::asLong));
    }
}
