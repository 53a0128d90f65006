package io.apogeemq.client.error;

import io.apogeemq.common.error.ErrorCategory;

/** A message cannot be sent as it is; the text says what is wrong with it. Nothing was sent. */
public class InvalidMessageException extends ClientException {
    private static final long serialVersionUID = 1L;

    /** Says which part of the message is wrong, and what would be right. */
    public InvalidMessageException(String message) {
        super(ErrorCategory.CALLER, message);
    }
}
