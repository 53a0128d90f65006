package io.apogeemq.remoting.json;

import io.apogeemq.common.error.ErrorCategory;
import io.apogeemq.common.error.MqException;

/**
 * A body is not JSON of the peers' dialect, is larger or deeper than allowed, or a member has the
 * wrong type. The caller's mistake: answer it, keep the connection.
 */
public final class WireJsonException extends MqException {

    private static final long serialVersionUID = 1L;

    /** {@link #position()} of a problem with a member's type or value, found after parsing. */
    public static final int NO_POSITION = -1;

    private final int position;

    WireJsonException(String problem, int position) {
        super(ErrorCategory.CALLER, problem + " at byte " + position);
        this.position = position;
    }

    WireJsonException(String problem) {
        super(ErrorCategory.CALLER, problem);
        this.position = NO_POSITION;
    }

    /** Byte of the text where reading stopped, or {@link #NO_POSITION}. */
    public int position() {
        return position;
    }
}
