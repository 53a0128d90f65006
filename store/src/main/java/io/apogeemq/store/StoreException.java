package io.apogeemq.store;

/** The store can't be opened, or can't do what only a broken invariant makes impossible. */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
