package io.apogeemq.remoting.protocol.topic;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of GET_ALL_TOPIC_CONFIG (21); older peers send none of the fields.
 *
 * <p>Names, types and defaults: wire spec, requests-ha-controller, section 1. An empty text is
 * an absent field.
 */
public record GetAllTopicConfigRequestHeader(
        int topicSeq, // first wanted index
        int maxTopicNum, // 0: all
        String dataVersion) // JSON of the asker's version
        implements CommandHeader {

    /** Checks that no text is null. */
    public GetAllTopicConfigRequestHeader {
        Objects.requireNonNull(dataVersion, "dataVersion");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static GetAllTopicConfigRequestHeader read(HeaderFields in) {
        return new GetAllTopicConfigRequestHeader(
                in.intOr("topicSeq", 0),
                in.intOr("maxTopicNum", 0),
                in.stringOr("dataVersion", ""));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("topicSeq", topicSeq);
        if (maxTopicNum != 0) {
            out.put("maxTopicNum", maxTopicNum);
        }
        out.put("dataVersion", WireText.orAbsent(dataVersion));
    }
}
