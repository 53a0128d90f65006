package io.apogeemq.remoting.protocol.namesrv;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of GET_TOPICS_BY_CLUSTER (224).
 *
 * <p>Names, types and defaults: wire spec, requests-namesrv, section 10.
 */
public record GetTopicsByClusterRequestHeader(String cluster) implements CommandHeader {

    /** Checks that no text is null. */
    public GetTopicsByClusterRequestHeader {
        Objects.requireNonNull(cluster, "cluster");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static GetTopicsByClusterRequestHeader read(HeaderFields in) {
        return new GetTopicsByClusterRequestHeader(in.requireString("cluster"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("cluster", cluster);
    }
}
