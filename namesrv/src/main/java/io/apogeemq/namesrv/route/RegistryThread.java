package io.apogeemq.namesrv.route;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes the registry. Requests wait for it in a bounded queue, in the order in
 * which they came; further ones are refused, so that a flood of registrations slows no route request.
 *
 * <p>Threads: safe for any thread; {@link #close} lets queued work run and joins the thread.
 */
public final class RegistryThread implements Executor, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RegistryThread.class);
    private static final String NAME = "registry";
    private static final int MOST_QUEUED = 3_000; // as many as peers queue
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(1);

    private final AtomicInteger queued = new AtomicInteger();
    private final ScheduledThreadPoolExecutor thread;

    /** Starts the thread with the first work. */
    public RegistryThread() {
        thread =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread worker = new Thread(task, NAME);
                            worker.setDaemon(true);
                            return worker;
                        });
        thread.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    }

    /**
     * Runs the task after everything that waits.
     *
     * @throws RejectedExecutionException when too much waits, or after close
     */
    @Override
    public void execute(Runnable task) {
        if (queued.incrementAndGet() > MOST_QUEUED) {
            queued.decrementAndGet();
            throw new RejectedExecutionException("the registry has too much to do");
        }
        try {
            thread.execute(
                    () -> {
                        queued.decrementAndGet();
                        runLogged(task);
                    });
        } catch (RejectedExecutionException e) {
            queued.decrementAndGet();
            throw e;
        }
    }

    /** Runs what must not be lost, however much waits; after close there is nothing to lose. */
    void executeAlways(Runnable task) {
        try {
            thread.execute(() -> runLogged(task));
        } catch (RejectedExecutionException e) {
            log.debug("the registry is closed, nothing is left to change");
        }
    }

    /** Runs the task again and again, this long after it ended. */
    void every(Duration pause, Runnable task) {
        thread.scheduleWithFixedDelay(
                () -> runLogged(task), pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("the registry thread did not end in time thread={}", NAME);
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static void runLogged(Runnable task) {
        try {
            task.run();
        } catch (Throwable t) { // the boundary of the registry thread
            log.error("a change of the registry ended with an exception", t);
        }
    }
}
