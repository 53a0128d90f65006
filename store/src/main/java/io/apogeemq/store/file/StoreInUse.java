package io.apogeemq.store.file;

import java.io.IOException;

/** Another process, or another store of this one, works in the directory; the text says which. */
public final class StoreInUse extends IOException {
    private static final long serialVersionUID = 1L;

    StoreInUse(String message) {
        super(message);
    }
}
