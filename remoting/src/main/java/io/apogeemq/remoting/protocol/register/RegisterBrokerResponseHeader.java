package io.apogeemq.remoting.protocol.register;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of the reply to REGISTER_BROKER (103); empty for a master.
 *
 * <p>Names, types and defaults: wire spec, requests-namesrv, section 2. An empty text is an
 * absent field.
 */
public record RegisterBrokerResponseHeader(String haServerAddr, String masterAddr)
        implements CommandHeader {

    /** Checks that no text is null. */
    public RegisterBrokerResponseHeader {
        Objects.requireNonNull(haServerAddr, "haServerAddr");
        Objects.requireNonNull(masterAddr, "masterAddr");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static RegisterBrokerResponseHeader read(HeaderFields in) {
        return new RegisterBrokerResponseHeader(
                in.stringOr("haServerAddr", ""), in.stringOr("masterAddr", ""));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("haServerAddr", WireText.orAbsent(haServerAddr));
        out.put("masterAddr", WireText.orAbsent(masterAddr));
    }
}
