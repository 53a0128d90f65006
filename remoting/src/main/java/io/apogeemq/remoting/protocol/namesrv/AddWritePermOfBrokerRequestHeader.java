package io.apogeemq.remoting.protocol.namesrv;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of ADD_WRITE_PERM_OF_BROKER (327).
 *
 * <p>Names, types and defaults: wire spec, requests-namesrv, section 12.
 */
public record AddWritePermOfBrokerRequestHeader(String brokerName) implements CommandHeader {

    /** Checks that no text is null. */
    public AddWritePermOfBrokerRequestHeader {
        Objects.requireNonNull(brokerName, "brokerName");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static AddWritePermOfBrokerRequestHeader read(HeaderFields in) {
        return new AddWritePermOfBrokerRequestHeader(in.requireString("brokerName"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("brokerName", brokerName);
    }
}
