package io.apogeemq.remoting.protocol.topic;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;

/**
 * Header of the reply to GET_ALL_TOPIC_CONFIG (21).
 *
 * <p>Names, types and defaults: wire spec, requests-ha-controller, section 1.
 */
public record GetAllTopicConfigResponseHeader(int totalTopicNum) implements CommandHeader {

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static GetAllTopicConfigResponseHeader read(HeaderFields in) {
        return new GetAllTopicConfigResponseHeader(in.intOr("totalTopicNum", 0));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("totalTopicNum", totalTopicNum);
    }
}
