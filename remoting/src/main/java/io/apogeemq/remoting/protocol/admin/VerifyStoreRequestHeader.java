package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of VERIFY_STORE (30001), a request of our own.
 *
 * @param action {@link #START}, {@link #STATUS} or {@link #STOP}
 * @param bytesPerSecond how fast to read at most; used by {@code start} only
 */
public record VerifyStoreRequestHeader(String action, long bytesPerSecond)
        implements CommandHeader {

    /** Verify now, in place of a verification that may be under way. */
    public static final String START = "start";

    /** Say what the latest verification came to, or has found so far. */
    public static final String STATUS = "status";

    /** End the verification that is under way. */
    public static final String STOP = "stop";

    /** Checks that no text is null. */
    public VerifyStoreRequestHeader {
        Objects.requireNonNull(action, "action");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static VerifyStoreRequestHeader read(HeaderFields in) {
        return new VerifyStoreRequestHeader(
                in.requireString("action"), in.longOr("bytesPerSecond", Long.MAX_VALUE / 2));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("action", action);
        out.put("bytesPerSecond", bytesPerSecond);
    }
}
