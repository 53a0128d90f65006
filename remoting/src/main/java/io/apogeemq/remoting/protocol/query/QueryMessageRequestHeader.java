package io.apogeemq.remoting.protocol.query;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of QUERY_MESSAGE (12): by key or by unique key.
 *
 * <p>Names, types and defaults: wire spec, requests-core, "QUERY_MESSAGE". An empty text is an
 * absent field.
 */
public record QueryMessageRequestHeader(
        String topic,
        String key,
        int maxNum,
        long beginTimestamp,
        long endTimestamp,
        boolean uniqueKeyQuery,
        String indexType) // K, U or T; 5.4 only
        implements CommandHeader {

    /** Checks that no text is null. */
    public QueryMessageRequestHeader {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(indexType, "indexType");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static QueryMessageRequestHeader read(HeaderFields in) {
        return new QueryMessageRequestHeader(
                in.requireString("topic"),
                in.requireString("key"),
                in.requireInt("maxNum"),
                in.requireLong("beginTimestamp"),
                in.requireLong("endTimestamp"),
                in.booleanOr("_UNIQUE_KEY_QUERY", false),
                in.stringOr("indexType", ""));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("topic", topic);
        out.put("key", key);
        out.put("maxNum", maxNum);
        out.put("beginTimestamp", beginTimestamp);
        out.put("endTimestamp", endTimestamp);
        out.put("_UNIQUE_KEY_QUERY", uniqueKeyQuery);
        out.put("indexType", WireText.orAbsent(indexType));
    }
}
