package io.apogeemq.common.concurrent;

/**
 * Where time comes from: the wall for what is stored and sent, a steady counter for how long things
 * take.
 *
 * <p>Threads: safe for any thread.
 */
public interface Clock {

    /** The clock of the machine. */
    Clock SYSTEM =
            new Clock() {
                @Override
                public long millis() {
                    return System.currentTimeMillis();
                }

                @Override
                public long nanoTime() {
                    return System.nanoTime();
                }
            };

    /** Milliseconds since 1970; may step when the machine's clock is set. */
    long millis();

    /** Nanoseconds since some fixed moment; never goes back, only differences have a meaning. */
    long nanoTime();
}
