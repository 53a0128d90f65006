package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of GET_CONSUMER_RUNNING_INFO (307).
 *
 * <p>Names, types and defaults: wire spec, requests-admin, "GET_CONSUMER_RUNNING_INFO".
 */
public record GetConsumerRunningInfoRequestHeader(
        String consumerGroup, String clientId, boolean jstackEnable) implements CommandHeader {

    /** Checks that no text is null. */
    public GetConsumerRunningInfoRequestHeader {
        Objects.requireNonNull(consumerGroup, "consumerGroup");
        Objects.requireNonNull(clientId, "clientId");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static GetConsumerRunningInfoRequestHeader read(HeaderFields in) {
        return new GetConsumerRunningInfoRequestHeader(
                in.requireString("consumerGroup"),
                in.requireString("clientId"),
                in.booleanOr("jstackEnable", false));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("consumerGroup", consumerGroup);
        out.put("clientId", clientId);
        out.put("jstackEnable", jstackEnable);
    }
}
