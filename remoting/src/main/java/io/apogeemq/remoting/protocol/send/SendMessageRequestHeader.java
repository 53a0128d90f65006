package io.apogeemq.remoting.protocol.send;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of the send family: SEND_MESSAGE_V2 (310), SEND_BATCH_MESSAGE (320) and
 * SEND_REPLY_MESSAGE_V2 (325) with one-letter names, SEND_MESSAGE (10) and SEND_REPLY_MESSAGE (324)
 * with long names.
 *
 * <p>The properties text is not part of the record: a broker takes its bytes from the fields as they
 * are ({@link #PROPERTIES_V1}, {@link #PROPERTIES_V2}), a client gives it when writing.
 *
 * <p>Names, types and defaults: wire spec, requests-core, "Sending".
 *
 * <p>Hot path: one pass over the fields, no map, no allocation but the record and its texts.
 *
 * <p>Threads: immutable.
 */
public record SendMessageRequestHeader(
        String producerGroup,
        String topic,
        String defaultTopic, // template of a topic to be created
        int defaultTopicQueueNums,
        int queueId, // negative: any
        int sysFlag,
        long bornTimestamp,
        int flag,
        int reconsumeTimes,
        boolean unitMode,
        int maxReconsumeTimes, // NO_LIMIT: the group's own
        boolean batch,
        String brokerName) { // empty: not given

    /** Name of the field that holds the properties text, long form. */
    public static final String PROPERTIES_V1 = "properties";

    /** Name of the field that holds the properties text, one-letter form. */
    public static final String PROPERTIES_V2 = "i";

    /** The sender left maxReconsumeTimes out. */
    public static final int NO_LIMIT = -1;

    /** Checks that no text is null. */
    public SendMessageRequestHeader {
        Objects.requireNonNull(producerGroup, "producerGroup");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(defaultTopic, "defaultTopic");
        Objects.requireNonNull(brokerName, "brokerName");
    }

    /** Reads the long names (codes 10 and 324). */
    public static SendMessageRequestHeader readV1(HeaderFields in) {
        return new SendMessageRequestHeader(
                in.requireString("producerGroup"),
                in.requireString("topic"),
                in.requireString("defaultTopic"),
                in.requireInt("defaultTopicQueueNums"),
                in.requireInt("queueId"),
                in.requireInt("sysFlag"),
                in.requireLong("bornTimestamp"),
                in.requireInt("flag"),
                in.intOr("reconsumeTimes", 0),
                in.booleanOr("unitMode", false),
                in.intOr("maxReconsumeTimes", NO_LIMIT),
                in.booleanOr("batch", false),
                in.stringOr("bname", ""));
    }

    /** Reads the one-letter names (codes 310, 320 and 325), in the order in which peers send them. */
    public static SendMessageRequestHeader readV2(HeaderFields in) {
        return new SendMessageRequestHeader(
                in.requireString("a"),
                in.requireString("b"),
                in.requireString("c"),
                in.requireInt("d"),
                in.requireInt("e"),
                in.requireInt("f"),
                in.requireLong("g"),
                in.requireInt("h"),
                in.intOr("j", 0),
                in.booleanOr("k", false),
                in.intOr("l", NO_LIMIT),
                in.booleanOr("m", false),
                in.stringOr("n", ""));
    }

    /** The header with long names and this properties text. */
    public CommandHeader asV1(String properties) {
        return out -> writeV1(out, properties);
    }

    /** The header with one-letter names and this properties text: what a client sends. */
    public CommandHeader asV2(String properties) {
        return out -> writeV2(out, properties);
    }

    private void writeV1(HeaderWriter out, String properties) {
        out.put("producerGroup", producerGroup);
        out.put("topic", topic);
        out.put("defaultTopic", defaultTopic);
        out.put("defaultTopicQueueNums", defaultTopicQueueNums);
        out.put("queueId", queueId);
        out.put("sysFlag", sysFlag);
        out.put("bornTimestamp", bornTimestamp);
        out.put("flag", flag);
        out.put(PROPERTIES_V1, WireText.orAbsent(properties));
        out.put("reconsumeTimes", reconsumeTimes);
        out.put("unitMode", unitMode);
        if (maxReconsumeTimes != NO_LIMIT) {
            out.put("maxReconsumeTimes", maxReconsumeTimes);
        }
        out.put("batch", batch);
        out.put("bname", WireText.orAbsent(brokerName));
    }

    private void writeV2(HeaderWriter out, String properties) {
        out.put("a", producerGroup);
        out.put("b", topic);
        out.put("c", defaultTopic);
        out.put("d", defaultTopicQueueNums);
        out.put("e", queueId);
        out.put("f", sysFlag);
        out.put("g", bornTimestamp);
        out.put("h", flag);
        out.put(PROPERTIES_V2, WireText.orAbsent(properties));
        out.put("j", reconsumeTimes);
        out.put("k", unitMode);
        if (maxReconsumeTimes != NO_LIMIT) {
            out.put("l", maxReconsumeTimes);
        }
        out.put("m", batch);
        out.put("n", WireText.orAbsent(brokerName));
    }
}
