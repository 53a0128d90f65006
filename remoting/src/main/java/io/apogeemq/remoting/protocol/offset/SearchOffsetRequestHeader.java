package io.apogeemq.remoting.protocol.offset;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of SEARCH_OFFSET_BY_TIMESTAMP (29).
 *
 * <p>Names, types and defaults: wire spec, requests-core, "GET_MAX_OFFSET".
 */
public record SearchOffsetRequestHeader(
        String topic, int queueId, long timestamp, Boundary boundary) implements CommandHeader {

    /** Which message is meant when none was stored at exactly that time. */
    public enum Boundary {
        /** The first one stored at that time or later. */
        LOWER,
        /** The last one stored at that time or earlier; 5.x only. */
        UPPER;

        /** The boundary of that name in any case; of any other text {@link #LOWER}. */
        public static Boundary parse(String name) {
            return UPPER.name().equalsIgnoreCase(name) ? UPPER : LOWER;
        }
    }

    /** Checks that nothing is null. */
    public SearchOffsetRequestHeader {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(boundary, "boundary");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static SearchOffsetRequestHeader read(HeaderFields in) {
        return new SearchOffsetRequestHeader(
                in.requireString("topic"),
                in.requireInt("queueId"),
                in.requireLong("timestamp"),
                Boundary.parse(in.stringOr("boundaryType", "")));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("topic", topic);
        out.put("queueId", queueId);
        out.put("timestamp", timestamp);
        out.put("boundaryType", boundary.name());
    }
}
