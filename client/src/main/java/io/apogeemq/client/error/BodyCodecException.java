package io.apogeemq.client.error;

import io.apogeemq.common.error.ErrorCategory;

/** A compressed body is damaged, too large, or compressed in a way that is not known. */
public final class BodyCodecException extends ClientException {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong with the body. */
    public BodyCodecException(String message) {
        super(ErrorCategory.CALLER, message);
    }

    /** Says what is wrong with the body, and what the library said. */
    public BodyCodecException(String message, Throwable cause) {
        super(ErrorCategory.CALLER, message, cause);
    }
}
