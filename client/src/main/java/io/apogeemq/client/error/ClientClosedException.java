package io.apogeemq.client.error;

import io.apogeemq.common.error.ErrorCategory;

/** A client, producer or consumer was used after its {@code close()}. */
public final class ClientClosedException extends ClientException {
    private static final long serialVersionUID = 1L;

    /**
     * Names what is closed.
     *
     * @param what for example {@code producer of group 'g'}
     */
    public ClientClosedException(String what) {
        super(ErrorCategory.CALLER, what + " is closed; make a new one to go on");
    }
}
