package io.apogeemq.remoting.protocol.namesrv;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of WIPE_WRITE_PERM_OF_BROKER (205).
 *
 * <p>Names, types and defaults: wire spec, requests-namesrv, section 12.
 */
public record WipeWritePermOfBrokerRequestHeader(String brokerName) implements CommandHeader {

    /** Checks that no text is null. */
    public WipeWritePermOfBrokerRequestHeader {
        Objects.requireNonNull(brokerName, "brokerName");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static WipeWritePermOfBrokerRequestHeader read(HeaderFields in) {
        return new WipeWritePermOfBrokerRequestHeader(in.requireString("brokerName"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("brokerName", brokerName);
    }
}
