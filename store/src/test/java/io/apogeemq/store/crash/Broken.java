package io.apogeemq.store.crash;

/** A promise that was not kept; the text says which, and how to see it again. */
final class Broken extends AssertionError {
    private static final long serialVersionUID = 1L;

    Broken(String text, Throwable cause) {
        super(text, cause);
    }

    /** Fails unless something holds. */
    static void unless(boolean holds, String text) {
        if (!holds) {
            throw new Broken(text, null);
        }
    }
}
