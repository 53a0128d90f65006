package io.apogeemq.remoting.protocol.send;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of PUSH_REPLY_MESSAGE_TO_CLIENT (326), broker to client: the reply of a request-reply
 * call.
 *
 * <p>Names, types and defaults: wire spec, requests-core, "PUSH_REPLY_MESSAGE_TO_CLIENT". An
 * empty text is an absent field.
 */
public record PushReplyMessageRequestHeader(
        String producerGroup,
        String topic,
        String defaultTopic,
        int defaultTopicQueueNums,
        int queueId,
        int sysFlag,
        long bornTimestamp,
        int flag,
        String properties,
        int reconsumeTimes,
        boolean unitMode,
        String bornHost, // ip:port
        String storeHost, // ip:port
        long storeTimestamp)
        implements CommandHeader {

    /** Checks that no text is null. */
    public PushReplyMessageRequestHeader {
        Objects.requireNonNull(producerGroup, "producerGroup");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(defaultTopic, "defaultTopic");
        Objects.requireNonNull(properties, "properties");
        Objects.requireNonNull(bornHost, "bornHost");
        Objects.requireNonNull(storeHost, "storeHost");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static PushReplyMessageRequestHeader read(HeaderFields in) {
        return new PushReplyMessageRequestHeader(
                in.requireString("producerGroup"),
                in.requireString("topic"),
                in.stringOr("defaultTopic", ""),
                in.intOr("defaultTopicQueueNums", 0),
                in.requireInt("queueId"),
                in.requireInt("sysFlag"),
                in.requireLong("bornTimestamp"),
                in.intOr("flag", 0),
                in.stringOr("properties", ""),
                in.intOr("reconsumeTimes", 0),
                in.booleanOr("unitMode", false),
                in.stringOr("bornHost", ""),
                in.stringOr("storeHost", ""),
                in.longOr("storeTimestamp", 0));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("producerGroup", producerGroup);
        out.put("topic", topic);
        out.put("defaultTopic", WireText.orAbsent(defaultTopic));
        out.put("defaultTopicQueueNums", defaultTopicQueueNums);
        out.put("queueId", queueId);
        out.put("sysFlag", sysFlag);
        out.put("bornTimestamp", bornTimestamp);
        out.put("flag", flag);
        out.put("properties", WireText.orAbsent(properties));
        out.put("reconsumeTimes", reconsumeTimes);
        out.put("unitMode", unitMode);
        out.put("bornHost", WireText.orAbsent(bornHost));
        out.put("storeHost", WireText.orAbsent(storeHost));
        out.put("storeTimestamp", storeTimestamp);
    }
}
