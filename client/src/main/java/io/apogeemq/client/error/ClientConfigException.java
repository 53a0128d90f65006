package io.apogeemq.client.error;

import io.apogeemq.common.error.ErrorCategory;

/** A setting of a client cannot work; the text names it. */
public final class ClientConfigException extends ClientException {
    private static final long serialVersionUID = 1L;

    /** Says which setting, which value, and what would be right. */
    public ClientConfigException(String message) {
        super(ErrorCategory.CALLER, message);
    }
}
