package io.apogeemq.common.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests of {@link BoundedExecutor} and {@link Deadline}. */
@Timeout(20)
class BoundedExecutorTest {

    @Test
    void refusesWhatExceedsThreadsAndQueue() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        Runnable task =
                () -> {
                    awaitQuietly(release);
                    done.incrementAndGet();
                };
        try (BoundedExecutor executor = new BoundedExecutor("test", 1, 1)) {
            assertTrue(executor.tryExecute(task));
            assertTrue(executor.tryExecute(task));
            assertFalse(executor.tryExecute(task));
            assertThrows(RejectedExecutionException.class, () -> executor.execute(task));
            assertEquals(1, executor.queued());
            assertEquals(1, executor.active());

            release.countDown();
        }

        assertEquals(2, done.get());
    }

    @Test
    void aTaskThatThrowsDoesNotHarmTheNext() throws Exception {
        CompletableFuture<String> threadName = new CompletableFuture<>();
        try (BoundedExecutor executor = new BoundedExecutor("admin", 1, 10)) {
            executor.execute(
                    () -> {
                        throw new IllegalStateException("meant to be logged");
                    });
            executor.execute(() -> threadName.complete(Thread.currentThread().getName()));

            assertEquals("admin-0", threadName.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void takesNothingAfterClose() {
        BoundedExecutor executor = new BoundedExecutor("test", 1, 1);
        executor.close();

        assertFalse(executor.tryExecute(() -> {}));
    }

    @Test
    void aDeadlineFollowsTheSteadyCounter() {
        ManualClock clock = new ManualClock();
        Deadline deadline = Deadline.after(Duration.ofMillis(3), clock);

        clock.setMillis(0);
        assertEquals(3, deadline.remainingMillis());
        clock.advance(Duration.ofNanos(2_500_000));
        assertEquals(1, deadline.remainingMillis());
        assertFalse(deadline.hasPassed());
        clock.advance(Duration.ofNanos(500_000));
        assertTrue(deadline.hasPassed());
        assertEquals(Duration.ZERO, deadline.remaining());
    }

    @Test
    void anEndlessDeadlineDoesNotPass() {
        ManualClock clock = new ManualClock();
        Deadline deadline = Deadline.after(Duration.ofSeconds(Long.MAX_VALUE), clock);

        clock.advance(Duration.ofDays(365));

        assertFalse(deadline.hasPassed());
        assertTrue(Deadline.afterMillis(-1, clock).hasPassed());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
