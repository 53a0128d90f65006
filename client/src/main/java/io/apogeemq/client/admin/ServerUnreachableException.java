package io.apogeemq.client.admin;

import io.apogeemq.client.error.ClientException;
import io.apogeemq.common.error.ErrorCategory;

/** A server gave no answer: no connection, or silence. It may have acted on the request. */
public final class ServerUnreachableException extends ClientException {
    private static final long serialVersionUID = 1L;

    private final String address;

    ServerUnreachableException(String what, String address, Throwable cause) {
        super(ErrorCategory.BUSY, what + " was not answered: " + cause.getMessage(), cause);
        this.address = address;
    }

    /** The server that gave no answer. */
    public String address() {
        return address;
    }
}
