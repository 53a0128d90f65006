package io.apogeemq.remoting.protocol.namesrv;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of DELETE_TOPIC_IN_NAMESRV (216).
 *
 * <p>Names, types and defaults: wire spec, requests-namesrv, section 11. An empty text is an
 * absent field.
 */
public record DeleteTopicInNamesrvRequestHeader(
        String topic, String clusterName) // empty: in every cluster
        implements CommandHeader {

    /** Checks that no text is null. */
    public DeleteTopicInNamesrvRequestHeader {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(clusterName, "clusterName");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static DeleteTopicInNamesrvRequestHeader read(HeaderFields in) {
        return new DeleteTopicInNamesrvRequestHeader(
                in.requireString("topic"), in.stringOr("clusterName", ""));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("topic", topic);
        out.put("clusterName", WireText.orAbsent(clusterName));
    }
}
