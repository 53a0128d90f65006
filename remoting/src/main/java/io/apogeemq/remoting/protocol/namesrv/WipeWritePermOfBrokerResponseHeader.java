package io.apogeemq.remoting.protocol.namesrv;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;

/**
 * Header of the reply to WIPE_WRITE_PERM_OF_BROKER (205).
 *
 * <p>Names, types and defaults: wire spec, requests-namesrv, section 12.
 */
public record WipeWritePermOfBrokerResponseHeader(int wipeTopicCount) implements CommandHeader {

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static WipeWritePermOfBrokerResponseHeader read(HeaderFields in) {
        return new WipeWritePermOfBrokerResponseHeader(in.requireInt("wipeTopicCount"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("wipeTopicCount", wipeTopicCount);
    }
}
