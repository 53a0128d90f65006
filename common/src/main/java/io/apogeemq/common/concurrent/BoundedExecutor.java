package io.apogeemq.common.concurrent;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few named threads with a bounded queue before them; work beyond that is refused, not kept.
 *
 * <p>Threads start when there is work and end after a minute without. {@link #close} takes no more
 * work, lets the queued work run, and interrupts what is left after five seconds.
 *
 * <p>Threads: safe for any thread. Errors: {@link #tryExecute} says no, {@link #execute} throws {@link
 * RejectedExecutionException}; a task that throws is logged and its thread goes on.
 */
public final class BoundedExecutor implements Executor, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BoundedExecutor.class);
    private static final Duration IDLE_THREAD_LIFE = Duration.ofMinutes(1);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

    private final String name;
    private final ThreadPoolExecutor pool;

    /** Threads are named {@code name-0}, {@code name-1} and so on. */
    public BoundedExecutor(String name, int threads, int queueCapacity) {
        this.name = name;
        AtomicInteger nextNumber = new AtomicInteger();
        this.pool =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        IDLE_THREAD_LIFE.toMillis(),
                        TimeUnit.MILLISECONDS,
                        new ArrayBlockingQueue<>(queueCapacity),
                        task -> newThread(task, name + "-" + nextNumber.getAndIncrement()));
        pool.allowCoreThreadTimeOut(true);
    }

    private static Thread newThread(Runnable task, String threadName) {
        Thread thread = new Thread(task, threadName);
        thread.setDaemon(true);
        return thread;
    }

    /** Whether the task will run; false when all threads are busy and the queue is full, or closed. */
    public boolean tryExecute(Runnable task) {
        try {
            pool.execute(() -> runLogged(task));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public void execute(Runnable task) {
        if (!tryExecute(task)) {
            throw new RejectedExecutionException(
                    "executor '" + name + "' is full or closed queued=" + queued());
        }
    }

    /** How many tasks wait; for metrics. */
    public int queued() {
        return pool.getQueue().size();
    }

    /** How many tasks run, about; for metrics. */
    public int active() {
        return pool.getActiveCount();
    }

    @Override
    public void close() {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("executor did not finish its work in time executor={}", name);
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void runLogged(Runnable task) {
        try {
            task.run();
        } catch (Throwable t) { // the boundary of the pool's threads
            log.error("task ended with an exception executor={}", name, t);
        }
    }
}
