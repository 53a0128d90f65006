package io.apogeemq.admin;

/** The operation did not succeed, or not everywhere; ends with exit code 1. */
public final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what did not succeed, why, and what to do. */
    public CommandFailed(String message) {
        super(message);
    }
}
