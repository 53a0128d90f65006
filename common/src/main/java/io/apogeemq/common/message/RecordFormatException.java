package io.apogeemq.common.message;

import io.apogeemq.common.error.ErrorCategory;
import io.apogeemq.common.error.MqException;

/**
 * Bytes that should be a message record, a batch or an id, and are not. Threads: immutable.
 */
public final class RecordFormatException extends MqException {
    private static final long serialVersionUID = 1L;

    public RecordFormatException(ErrorCategory category, String message) {
        super(category, message);
    }
}
