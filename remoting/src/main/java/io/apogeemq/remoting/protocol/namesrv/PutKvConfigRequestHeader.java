package io.apogeemq.remoting.protocol.namesrv;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of PUT_KV_CONFIG (100).
 *
 * <p>Names, types and defaults: wire spec, requests-namesrv, section 13.
 */
public record PutKvConfigRequestHeader(String namespace, String key, String value)
        implements CommandHeader {

    /** Checks that no text is null. */
    public PutKvConfigRequestHeader {
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static PutKvConfigRequestHeader read(HeaderFields in) {
        return new PutKvConfigRequestHeader(
                in.requireString("namespace"), in.requireString("key"), in.requireString("value"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("namespace", namespace);
        out.put("key", key);
        out.put("value", value);
    }
}
