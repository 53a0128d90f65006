package io.apogeemq.remoting.protocol.namesrv;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of REGISTER_TOPIC_IN_NAMESRV (217).
 *
 * <p>Names, types and defaults: wire spec, requests-namesrv, section 11.
 */
public record RegisterTopicRequestHeader(String topic) implements CommandHeader {

    /** Checks that no text is null. */
    public RegisterTopicRequestHeader {
        Objects.requireNonNull(topic, "topic");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static RegisterTopicRequestHeader read(HeaderFields in) {
        return new RegisterTopicRequestHeader(in.requireString("topic"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("topic", topic);
    }
}
