package io.apogeemq.remoting.protocol.namesrv;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of GET_KVLIST_BY_NAMESPACE (219).
 *
 * <p>Names, types and defaults: wire spec, requests-namesrv, section 13.
 */
public record GetKvListByNamespaceRequestHeader(String namespace) implements CommandHeader {

    /** Checks that no text is null. */
    public GetKvListByNamespaceRequestHeader {
        Objects.requireNonNull(namespace, "namespace");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static GetKvListByNamespaceRequestHeader read(HeaderFields in) {
        return new GetKvListByNamespaceRequestHeader(in.requireString("namespace"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("namespace", namespace);
    }
}
