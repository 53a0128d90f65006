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
public final class LoopThread implements Loop {

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

    @Override
    public LoopThread start() {
        thread.start();
        return this;
    }

    @Override
    public void wake() {
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
    }

    @Override
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

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
