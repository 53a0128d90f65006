package io.apogeemq.client.consumer;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that listeners run on: {@code consume-<group>-<n>}, started as needed, ended after a minute
 * without work. What waits for them is bounded by the limits of pulling ahead.
 *
 * <p>Threads: safe for any thread.
 */
final class DeliveryThreads implements Executor {
    private static final Logger log = LoggerFactory.getLogger(DeliveryThreads.class);
    private static final Duration IDLE_LIFE = Duration.ofMinutes(1);
    private static final Duration INTERRUPT_WAIT = Duration.ofSeconds(1);

    private final String group;
    private final ThreadPoolExecutor pool;
    private volatile boolean closing;

    DeliveryThreads(String group, int threads) {
        this.group = group;
        AtomicInteger next = new AtomicInteger();
        this.pool =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        IDLE_LIFE.toMillis(),
                        TimeUnit.MILLISECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> {
                            String name = "consume-" + group + "-" + next.getAndIncrement();
                            Thread thread = new Thread(task, name);
                            thread.setDaemon(true);
                            return thread;
                        });
        pool.allowCoreThreadTimeOut(true);
    }

    /** Runs the task, or drops it when these threads are being closed. */
    @Override
    public void execute(Runnable task) {
        try {
            pool.execute(() -> run(task));
        } catch (RejectedExecutionException e) {
            log.debug("not run, the consumer is closing group={}", group);
        }
    }

    /** Begins nothing more; waits for what runs, and interrupts it when that takes too long. */
    void close(Duration patience) {
        closing = true;
        pool.shutdown();
        try {
            if (pool.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            log.warn(
                    "listeners still run, interrupting them; their messages will be delivered again"
                            + " group={} running={} waitedMillis={}",
                    group,
                    pool.getActiveCount(),
                    patience.toMillis());
            pool.shutdownNow();
            if (!pool.awaitTermination(INTERRUPT_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("listeners ignore the interrupt, their threads stay group={}", group);
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void run(Runnable task) {
        if (closing) {
            return;
        }
        try {
            task.run();
        } catch (Throwable t) { // the boundary of the delivery threads
            log.error("delivery ended with an exception group={}", group, t);
        }
    }
}
