package io.apogeemq.remoting.protocol.topic;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of DELETE_TOPIC_IN_BROKER (215).
 *
 * <p>Names, types and defaults: wire spec, requests-admin, "DELETE_TOPIC_IN_BROKER".
 */
public record DeleteTopicRequestHeader(String topic) implements CommandHeader {

    /** Checks that no text is null. */
    public DeleteTopicRequestHeader {
        Objects.requireNonNull(topic, "topic");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static DeleteTopicRequestHeader read(HeaderFields in) {
        return new DeleteTopicRequestHeader(in.requireString("topic"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("topic", topic);
    }
}
