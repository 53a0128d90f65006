package io.apogeemq.common.concurrent;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A named thread that owns one loop: it takes turns as long as there is work, sleeps when there is
 * none, and is stopped and joined by {@link #close}.
 *
 * <p>Threads: the loop runs on its own thread only; {@link #wake} and {@link #close} may be called
 * from anywhere. Waking costs one volatile read unless the thread really sleeps.
 *
 * <p>Errors: a turn that throws ends the loop; the cause goes to the handler given at construction.
 */
public final class LoopThread implements AutoCloseable {

    /** What a turn returns when nothing is left to do until somebody wakes the thread. */
    public static final long UNTIL_WOKEN = Long.MAX_VALUE;

    /** One round of work. */
    public interface Turn {
        /**
         * Does what is due.
         *
         * @return nanoseconds until the next turn: 0 for at once, {@link #UNTIL_WOKEN} for none
         */
        long take() throws Exception;
    }

    private final Turn turn;
    private final Consumer<Throwable> onFailure;
    private final Thread thread;

    private volatile boolean asleep;
    private volatile boolean stopping;

    public LoopThread(String name, Turn turn, Consumer<Throwable> onFailure) {
        this.turn = turn;
        this.onFailure = onFailure;
        this.thread = new Thread(this::loop, name);
        this.thread.setDaemon(true);
    }

    /** Starts the loop; once. */
    public LoopThread start() {
        thread.start();
        return this;
    }

    /** Makes the thread look for work again. Publish the work (volatile) before calling this. */
    public void wake() {
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
    }

    /** Whether the calling thread is this one. */
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Lets the turn that is running end, then stops. Waits for the thread unless it is this one. */
    @Override
    public void close() {
        stopping = true;
        LockSupport.unpark(thread);
        if (isCurrent()) {
            return;
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop() {
        try {
            while (!stopping) {
                if (turn.take() == 0) {
                    continue;
                }
                // Whoever publishes work after this line sees asleep; work published before it is
                // found by the second turn. So no wake-up is lost.
                asleep = true;
                long waitNanos = turn.take();
                if (waitNanos > 0 && asleep && !stopping) {
                    if (waitNanos == UNTIL_WOKEN) {
                        LockSupport.park(this);
                    } else {
                        LockSupport.parkNanos(this, waitNanos);
                    }
                }
                asleep = false;
            }
        } catch (Throwable e) {
            onFailure.accept(e);
        }
    }
}
