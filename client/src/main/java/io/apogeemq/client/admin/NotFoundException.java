package io.apogeemq.client.admin;

import io.apogeemq.client.error.ClientException;
import io.apogeemq.common.error.ErrorCategory;

/** A topic, group, cluster or broker that was asked for is not there; the text says what is. */
public final class NotFoundException extends ClientException {
    private static final long serialVersionUID = 1L;

    NotFoundException(String message) {
        super(ErrorCategory.CALLER, message);
    }
}
