package io.apogeemq.client.error;

import io.apogeemq.common.error.ErrorCategory;
import io.apogeemq.common.error.MqException;

/**
 * Something a client could not do for its application; the children say what.
 *
 * <p>Threads: immutable.
 */
public class ClientException extends MqException {
    private static final long serialVersionUID = 1L;

    /** An error whose text says what to do. */
    public ClientException(ErrorCategory category, String message) {
        super(category, message);
    }

    /** An error that another one caused. */
    public ClientException(ErrorCategory category, String message, Throwable cause) {
        super(category, message, cause);
    }
}
