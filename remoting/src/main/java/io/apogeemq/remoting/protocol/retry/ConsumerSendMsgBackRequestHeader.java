package io.apogeemq.remoting.protocol.retry;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of CONSUMER_SEND_MSG_BACK (36): a message that could not be consumed.
 *
 * <p>Names, types and defaults: wire spec, requests-core, "CONSUMER_SEND_MSG_BACK". An empty
 * text is an absent field.
 */
public record ConsumerSendMsgBackRequestHeader(
        long offset, // physical offset of the failed message
        String group,
        int delayLevel, // 0: the broker chooses, below 0: to the dead letters
        String originMsgId,
        String originTopic,
        boolean unitMode,
        int maxReconsumeTimes) // -1: the group's own limit
        implements CommandHeader {

    /** Checks that no text is null. */
    public ConsumerSendMsgBackRequestHeader {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(originMsgId, "originMsgId");
        Objects.requireNonNull(originTopic, "originTopic");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static ConsumerSendMsgBackRequestHeader read(HeaderFields in) {
        return new ConsumerSendMsgBackRequestHeader(
                in.requireLong("offset"),
                in.requireString("group"),
                in.requireInt("delayLevel"),
                in.stringOr("originMsgId", ""),
                in.stringOr("originTopic", ""),
                in.booleanOr("unitMode", false),
                in.intOr("maxReconsumeTimes", -1));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("offset", offset);
        out.put("group", group);
        out.put("delayLevel", delayLevel);
        out.put("originMsgId", WireText.orAbsent(originMsgId));
        out.put("originTopic", WireText.orAbsent(originTopic));
        out.put("unitMode", unitMode);
        if (maxReconsumeTimes != -1) {
            out.put("maxReconsumeTimes", maxReconsumeTimes);
        }
    }
}
