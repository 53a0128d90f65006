package io.apogeemq.store.file;

import java.io.IOException;

/**
 * The disk did not confirm that something is on it. Trying again says nothing: the system may have
 * dropped what it could not write, and then has nothing left to complain of.
 */
public final class ForceFailed extends IOException {
    private static final long serialVersionUID = 1L;

    public ForceFailed(String what, IOException cause) {
        super(what + ": " + cause.getMessage(), cause);
    }
}
