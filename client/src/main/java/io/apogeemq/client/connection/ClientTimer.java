package io.apogeemq.client.connection;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a client that does things later or again and again. Tasks are short and do not wait
 * for the network; one that throws is logged and, if it is periodic, goes on.
 *
 * <p>Threads: safe for any thread. After {@link #close} nothing runs any more and new tasks are dropped.
 */
public final class ClientTimer implements Executor {
    private static final Logger log = LoggerFactory.getLogger(ClientTimer.class);
    private static final long CLOSE_WAIT_SECONDS = 5;

    private final ScheduledThreadPoolExecutor thread;
    private final Set<Runnable> awaited = ConcurrentHashMap.newKeySet(); // what to do if closed

    private volatile Thread current; // written by: whoever has it started

    ClientTimer(String threadName) {
        this.thread =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread made = new Thread(task, threadName);
                            made.setDaemon(true);
                            current = made;
                            return made;
                        },
                        new ScheduledThreadPoolExecutor.DiscardPolicy());
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    }

    /** Runs the task soon. */
    @Override
    public void execute(Runnable task) {
        after(Duration.ZERO, task);
    }

    /** Runs the task once, later, unless the registration is closed before. */
    public Registration after(Duration delay, Runnable task) {
        return cancelling(thread.schedule(logged(task), delay.toNanos(), TimeUnit.NANOSECONDS));
    }

    /**
     * Runs one of the two: the task later, or the other one when this timer is closed first. For work
     * that somebody waits for.
     */
    public Registration after(Duration delay, Runnable task, Runnable ifClosed) {
        AtomicBoolean begun = new AtomicBoolean();
        Runnable orElse =
                () -> {
                    if (begun.compareAndSet(false, true)) {
                        ifClosed.run();
                    }
                };
        awaited.add(orElse);
        Registration scheduled =
                after(
                        delay,
                        () -> {
                            awaited.remove(orElse);
                            if (begun.compareAndSet(false, true)) {
                                task.run();
                            }
                        });
        if (thread.isShutdown()) { // close() may have looked just before this was added
            awaited.remove(orElse);
            orElse.run();
        }
        return () -> {
            begun.set(true);
            awaited.remove(orElse);
            scheduled.close();
        };
    }

    /** Runs the task again and again, with this pause between its runs. */
    public Registration every(Duration first, Duration pause, Runnable task) {
        return cancelling(
                thread.scheduleWithFixedDelay(
                        logged(task), first.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** Whether the calling thread is this timer's. */
    boolean isCurrent() {
        return Thread.currentThread() == current;
    }

    void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS)) {
                log.warn("timer task does not end, it is interrupted");
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
        awaited.forEach(orElse -> logged(orElse).run());
        awaited.clear();
    }

    private static Registration cancelling(Future<?> scheduled) {
        return () -> scheduled.cancel(false);
    }

    private static Runnable logged(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RejectedExecutionException e) {
                log.debug("timer task ran into the closing of its client", e);
            } catch (Throwable t) { // the boundary of the timer thread
                log.error("timer task ended with an exception", t);
            }
        };
    }
}
