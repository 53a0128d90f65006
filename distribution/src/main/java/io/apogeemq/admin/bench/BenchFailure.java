package io.apogeemq.admin.bench;

/** A load that could not be run; the text is for the person at the terminal. */
final class BenchFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BenchFailure(String message) {
        super(message, null, false, false);
    }
}
