package io.apogeemq.namesrv.kv;

import io.apogeemq.common.io.AtomicFile;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.remoting.json.WireJsonException;
import io.apogeemq.remoting.server.RequestRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Texts by namespace and key, kept in one file as the peer writes it:
 *
 * <pre>
 * {"configTable":{"namespace":{"key":"value"}}}
 * </pre>
 *
 * Source: wire spec, requests-namesrv, section 13.
 *
 * <p>Threads: changed by one thread at a time; any thread reads. A change is on disk before it is
 * seen; one that can't be written is not made.
 */
public final class KvConfigs {
    /** Namespace of the order settings: topic to {@code broker:queues;broker:queues}. */
    public static final String ORDER_NAMESPACE = "ORDER_TOPIC_CONFIG";

    private static final Logger log = LoggerFactory.getLogger(KvConfigs.class);
    private static final String ROOT = "configTable";
    private static final int MOST_FILE_BYTES = 1 << 20; // order settings of 20,000 topics

    private final AtomicFile file;
    // written by: admin; every map in it is immutable
    private volatile SortedMap<String, SortedMap<String, String>> namespaces;

    private KvConfigs(AtomicFile file, SortedMap<String, SortedMap<String, String>> namespaces) {
        this.file = file;
        this.namespaces = namespaces;
    }

    /**
     * Reads the file; there is nothing when there is none.
     *
     * @throws IOException when neither the file nor its backup can be read
     */
    public static KvConfigs open(Path path) throws IOException {
        AtomicFile file = new AtomicFile(path);
        SortedMap<String, SortedMap<String, String>> namespaces = new TreeMap<>();
        Optional<byte[]> content = file.read(bytes -> isWhole(bytes, path));
        if (content.isPresent()) {
            namespaces.putAll(parse(content.get()));
        }
        return new KvConfigs(file, Collections.unmodifiableSortedMap(namespaces));
    }

    private static boolean isWhole(byte[] content, Path path) {
        try {
            parse(content);
            return true;
        } catch (WireJsonException e) {
            log.warn(
                    "a version of the kv file is damaged file={} problem={}", path, e.getMessage());
            return false;
        }
    }

    private static SortedMap<String, SortedMap<String, String>> parse(byte[] content) {
        SortedMap<String, SortedMap<String, String>> namespaces = new TreeMap<>();
        for (JsonObject.Entry entry : WireJson.object(content).requireObject(ROOT).entries()) {
            namespaces.put(
                    entry.key().asString(),
                    Collections.unmodifiableSortedMap(
                            new TreeMap<>(entry.value().asObject().toTexts())));
        }
        return namespaces;
    }

    /** One value. */
    public Optional<String> value(String namespace, String key) {
        return Optional.ofNullable(namespaces.get(namespace)).map(table -> table.get(key));
    }

    /** All keys and values of a namespace; empty when it never had any. */
    public Optional<Map<String, String>> namespace(String namespace) {
        return Optional.ofNullable(namespaces.get(namespace));
    }

    /** Sets a value; on disk when this returns. */
    void put(String namespace, String key, String value) throws IOException {
        SortedMap<String, String> table = new TreeMap<>(tableOf(namespace));
        if (!value.equals(table.put(key, value))) {
            replace(namespace, table);
        }
    }

    /** Takes a value out, if it is there; on disk when this returns. */
    void delete(String namespace, String key) throws IOException {
        SortedMap<String, String> table = new TreeMap<>(tableOf(namespace));
        if (table.remove(key) != null) {
            replace(namespace, table);
        }
    }

    private SortedMap<String, String> tableOf(String namespace) {
        return namespaces.getOrDefault(namespace, Collections.emptySortedMap());
    }

    private void replace(String namespace, SortedMap<String, String> table) throws IOException {
        SortedMap<String, SortedMap<String, String>> changed = new TreeMap<>(namespaces);
        changed.put(namespace, Collections.unmodifiableSortedMap(table));
        byte[] content = WireJson.bytes(out -> write(out, changed));
        if (content.length > MOST_FILE_BYTES && hasGrown(namespace, table)) {
            throw new RequestRefused(
                    ResponseCode.SYSTEM_BUSY,
                    "the kv configuration would have "
                            + content.length
                            + " bytes, more than "
                            + MOST_FILE_BYTES
                            + "; delete what nobody needs");
        }
        file.replace(content);
        namespaces = Collections.unmodifiableSortedMap(changed);
    }

    private boolean hasGrown(String namespace, SortedMap<String, String> table) {
        return table.size() >= tableOf(namespace).size();
    }

    private static void write(JsonOut out, SortedMap<String, SortedMap<String, String>> all) {
        out.beginObject().name(ROOT).beginObject();
        all.forEach(out::texts);
        out.endObject().endObject();
    }
}
