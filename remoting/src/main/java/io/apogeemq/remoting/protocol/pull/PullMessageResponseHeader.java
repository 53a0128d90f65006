package io.apogeemq.remoting.protocol.pull;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;

/**
 * Header of the reply to PULL_MESSAGE (11) and LITE_PULL_MESSAGE (361).
 *
 * <p>Names, types and defaults: wire spec, requests-core, "Pulling".
 */
public record PullMessageResponseHeader(
        long suggestWhichBrokerId,
        long nextBeginOffset,
        long minOffset,
        long maxOffset,
        long offsetDelta, // static topics only
        int topicSysFlag,
        int groupSysFlag,
        int forbiddenType) // with NO_PERMISSION: what forbids it
        implements CommandHeader {

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static PullMessageResponseHeader read(HeaderFields in) {
        return new PullMessageResponseHeader(
                in.requireLong("suggestWhichBrokerId"),
                in.requireLong("nextBeginOffset"),
                in.requireLong("minOffset"),
                in.requireLong("maxOffset"),
                in.longOr("offsetDelta", 0),
                in.intOr("topicSysFlag", 0),
                in.intOr("groupSysFlag", 0),
                in.intOr("forbiddenType", 0));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("suggestWhichBrokerId", suggestWhichBrokerId);
        out.put("nextBeginOffset", nextBeginOffset);
        out.put("minOffset", minOffset);
        out.put("maxOffset", maxOffset);
        if (offsetDelta != 0) {
            out.put("offsetDelta", offsetDelta);
        }
        out.put("topicSysFlag", topicSysFlag);
        out.put("groupSysFlag", groupSysFlag);
        if (forbiddenType != 0) {
            out.put("forbiddenType", forbiddenType);
        }
    }
}
