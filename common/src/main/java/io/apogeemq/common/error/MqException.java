package io.apogeemq.common.error;

import static java.util.Objects.requireNonNull;

/**
 * An error that says who has to act on it; the parent of the exceptions of every module.
 *
 * <p>The message names what was asked, which value is wrong and what to do, with outside values in
 * quotes, because it may travel to a peer as the remark of an answer.
 *
 * <p>Threads: immutable.
 */
public class MqException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCategory category;

    public MqException(ErrorCategory category, String message) {
        super(requireNonNull(message, "message"));
        this.category = requireNonNull(category, "category");
    }

    public MqException(ErrorCategory category, String message, Throwable cause) {
        super(requireNonNull(message, "message"), cause);
        this.category = requireNonNull(category, "category");
    }

    public ErrorCategory category() {
        return category;
    }
}
