package io.apogeemq.remoting.protocol.pull;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of PULL_MESSAGE (11) and LITE_PULL_MESSAGE (361).
 *
 * <p>Names, types and defaults: wire spec, requests-core, "Pulling". An empty text is an absent
 * field.
 */
public record PullMessageRequestHeader(
        String consumerGroup,
        String topic,
        int queueId,
        long queueOffset, // first wanted entry of the ConsumeQueue
        int maxMsgNums,
        int sysFlag, // PullSysFlag
        long commitOffset, // stored when sysFlag says so
        long suspendTimeoutMillis,
        String subscription,
        long subVersion,
        String expressionType, // empty means TAG
        int maxMsgBytes,
        int requestSource, // -1: an ordinary client
        String proxyForwardClientId)
        implements CommandHeader {

    /** Checks that no text is null. */
    public PullMessageRequestHeader {
        Objects.requireNonNull(consumerGroup, "consumerGroup");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(subscription, "subscription");
        Objects.requireNonNull(expressionType, "expressionType");
        Objects.requireNonNull(proxyForwardClientId, "proxyForwardClientId");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static PullMessageRequestHeader read(HeaderFields in) {
        return new PullMessageRequestHeader(
                in.requireString("consumerGroup"),
                in.requireString("topic"),
                in.requireInt("queueId"),
                in.requireLong("queueOffset"),
                in.requireInt("maxMsgNums"),
                in.requireInt("sysFlag"),
                in.requireLong("commitOffset"),
                in.requireLong("suspendTimeoutMillis"),
                in.stringOr("subscription", ""),
                in.requireLong("subVersion"),
                in.stringOr("expressionType", ""),
                in.intOr("maxMsgBytes", Integer.MAX_VALUE),
                in.intOr("requestSource", -1),
                in.stringOr("proxyFrowardClientId", ""));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("consumerGroup", consumerGroup);
        out.put("topic", topic);
        out.put("queueId", queueId);
        out.put("queueOffset", queueOffset);
        out.put("maxMsgNums", maxMsgNums);
        out.put("sysFlag", sysFlag);
        out.put("commitOffset", commitOffset);
        out.put("suspendTimeoutMillis", suspendTimeoutMillis);
        out.put("subscription", WireText.orAbsent(subscription));
        out.put("subVersion", subVersion);
        out.put("expressionType", WireText.orAbsent(expressionType));
        if (maxMsgBytes != Integer.MAX_VALUE) {
            out.put("maxMsgBytes", maxMsgBytes);
        }
        if (requestSource != -1) {
            out.put("requestSource", requestSource);
        }
        out.put("proxyFrowardClientId", WireText.orAbsent(proxyForwardClientId));
    }
}
