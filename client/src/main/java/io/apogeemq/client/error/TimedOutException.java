package io.apogeemq.client.error;

import io.apogeemq.common.error.ErrorCategory;

/** A call was not finished in the time it was given. Whether the server acted on it is not known. */
public final class TimedOutException extends ClientException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what took too long.
     *
     * @param what what was asked, for example {@code heartbeat}
     */
    public TimedOutException(String what, long timeoutMillis) {
        super(
                ErrorCategory.BUSY,
                what
                        + " was not finished within "
                        + timeoutMillis
                        + " ms; give it a longer timeout or look why the servers are slow");
    }

    /** As the other, with what was seen last. */
    public TimedOutException(String what, long timeoutMillis, Throwable cause) {
        this(what, timeoutMillis);
        initCause(cause);
    }
}
