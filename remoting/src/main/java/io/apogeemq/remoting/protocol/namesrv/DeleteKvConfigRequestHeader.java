package io.apogeemq.remoting.protocol.namesrv;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of DELETE_KV_CONFIG (102).
 *
 * <p>Names, types and defaults: wire spec, requests-namesrv, section 13.
 */
public record DeleteKvConfigRequestHeader(String namespace, String key) implements CommandHeader {

    /** Checks that no text is null. */
    public DeleteKvConfigRequestHeader {
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(key, "key");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static DeleteKvConfigRequestHeader read(HeaderFields in) {
        return new DeleteKvConfigRequestHeader(
                in.requireString("namespace"), in.requireString("key"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("namespace", namespace);
        out.put("key", key);
    }
}
