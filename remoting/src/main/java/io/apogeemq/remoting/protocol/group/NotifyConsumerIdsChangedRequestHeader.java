package io.apogeemq.remoting.protocol.group;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of NOTIFY_CONSUMER_IDS_CHANGED (40), broker to client, one-way.
 *
 * <p>Names, types and defaults: wire spec, requests-core, "NOTIFY_CONSUMER_IDS_CHANGED".
 */
public record NotifyConsumerIdsChangedRequestHeader(String consumerGroup) implements CommandHeader {

    /** Checks that no text is null. */
    public NotifyConsumerIdsChangedRequestHeader {
        Objects.requireNonNull(consumerGroup, "consumerGroup");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static NotifyConsumerIdsChangedRequestHeader read(HeaderFields in) {
        return new NotifyConsumerIdsChangedRequestHeader(in.requireString("consumerGroup"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("consumerGroup", consumerGroup);
    }
}
