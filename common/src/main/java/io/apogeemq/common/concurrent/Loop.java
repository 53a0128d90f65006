package io.apogeemq.common.concurrent;

/**
 * Work that is done in turns by one owner: {@link LoopThread} gives it a thread, a test may take the
 * turns itself, one by one, so that what happens is the same every time.
 *
 * <p>Threads: turns are never taken at the same time; {@link #wake} and {@link #close} come from
 * anywhere.
 */
public interface Loop extends AutoCloseable {

    /** What a turn returns when nothing is left to do until somebody wakes the loop. */
    long UNTIL_WOKEN = Long.MAX_VALUE;

    /** One round of work. */
    interface Turn {
        /**
         * Does what is due.
         *
         * @return nanoseconds until the next turn: 0 for at once, {@link #UNTIL_WOKEN} for none
         */
        long take() throws Exception;
    }

    /** Begins to take turns; once. */
    Loop start();

    /** Makes the loop look for work again. Publish the work (volatile) before calling this. */
    void wake();

    /** Whether the caller is inside a turn of this loop. */
    boolean isCurrent();

    /** Lets the turn that is under way end, then stops. Waits for it unless it is the caller's. */
    @Override
    void close();
}
