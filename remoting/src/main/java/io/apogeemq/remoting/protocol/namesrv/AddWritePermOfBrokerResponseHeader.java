package io.apogeemq.remoting.protocol.namesrv;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;

/**
 * Header of the reply to ADD_WRITE_PERM_OF_BROKER (327).
 *
 * <p>Names, types and defaults: wire spec, requests-namesrv, section 12.
 */
public record AddWritePermOfBrokerResponseHeader(int addTopicCount) implements CommandHeader {

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static AddWritePermOfBrokerResponseHeader read(HeaderFields in) {
        return new AddWritePermOfBrokerResponseHeader(in.requireInt("addTopicCount"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("addTopicCount", addTopicCount);
    }
}
