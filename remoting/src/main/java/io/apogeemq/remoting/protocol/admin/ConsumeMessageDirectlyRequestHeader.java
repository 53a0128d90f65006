package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of CONSUME_MESSAGE_DIRECTLY (309).
 *
 * <p>Names, types and defaults: wire spec, requests-core, "Broker-to-consumer calls". An empty
 * text is an absent field.
 */
public record ConsumeMessageDirectlyRequestHeader(
        String consumerGroup,
        String clientId,
        String msgId, // offset id
        String brokerName,
        String topic,
        int topicSysFlag,
        int groupSysFlag)
        implements CommandHeader {

    /** Checks that no text is null. */
    public ConsumeMessageDirectlyRequestHeader {
        Objects.requireNonNull(consumerGroup, "consumerGroup");
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(msgId, "msgId");
        Objects.requireNonNull(brokerName, "brokerName");
        Objects.requireNonNull(topic, "topic");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static ConsumeMessageDirectlyRequestHeader read(HeaderFields in) {
        return new ConsumeMessageDirectlyRequestHeader(
                in.requireString("consumerGroup"),
                in.stringOr("clientId", ""),
                in.stringOr("msgId", ""),
                in.stringOr("brokerName", ""),
                in.stringOr("topic", ""),
                in.intOr("topicSysFlag", 0),
                in.intOr("groupSysFlag", 0));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("consumerGroup", consumerGroup);
        out.put("clientId", WireText.orAbsent(clientId));
        out.put("msgId", WireText.orAbsent(msgId));
        out.put("brokerName", WireText.orAbsent(brokerName));
        out.put("topic", WireText.orAbsent(topic));
        out.put("topicSysFlag", topicSysFlag);
        out.put("groupSysFlag", groupSysFlag);
    }
}
