package io.apogeemq.remoting.protocol.topic;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of UPDATE_AND_CREATE_TOPIC (17).
 *
 * <p>Names, types and defaults: wire spec, requests-admin, "UPDATE_AND_CREATE_TOPIC". An empty
 * text is an absent field.
 */
public record CreateTopicRequestHeader(
        String topic,
        String defaultTopic,
        int readQueueNums,
        int writeQueueNums,
        int perm,
        String topicFilterType, // SINGLE_TAG or MULTI_TAG
        int topicSysFlag,
        boolean order,
        String attributes, // +key=value,-key2
        boolean force)
        implements CommandHeader {

    /** Checks that no text is null. */
    public CreateTopicRequestHeader {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(defaultTopic, "defaultTopic");
        Objects.requireNonNull(topicFilterType, "topicFilterType");
        Objects.requireNonNull(attributes, "attributes");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static CreateTopicRequestHeader read(HeaderFields in) {
        return new CreateTopicRequestHeader(
                in.requireString("topic"),
                in.stringOr("defaultTopic", ""),
                in.requireInt("readQueueNums"),
                in.requireInt("writeQueueNums"),
                in.requireInt("perm"),
                in.requireString("topicFilterType"),
                in.intOr("topicSysFlag", 0),
                in.booleanOr("order", false),
                in.stringOr("attributes", ""),
                in.booleanOr("force", false));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("topic", topic);
        out.put("defaultTopic", WireText.orAbsent(defaultTopic));
        out.put("readQueueNums", readQueueNums);
        out.put("writeQueueNums", writeQueueNums);
        out.put("perm", perm);
        out.put("topicFilterType", topicFilterType);
        out.put("topicSysFlag", topicSysFlag);
        out.put("order", order);
        out.put("attributes", WireText.orAbsent(attributes));
        out.put("force", force);
    }
}
