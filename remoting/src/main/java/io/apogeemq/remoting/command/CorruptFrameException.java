package io.apogeemq.remoting.command;

/**
 * Bytes that are not a frame. The connection they came from can't be read any further and is
 * closed; no other connection is touched.
 */
public final class CorruptFrameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong with the bytes, with the offending value. */
    public CorruptFrameException(String message) {
        super(message, null, false, false);
    }
}
