package io.apogeemq.common.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoopThreadTest {

    @Test
    void losesNoWakeUp() throws Exception {
        int count = 20_000;
        AtomicLong published = new AtomicLong();
        AtomicLong done = new AtomicLong();
        CountDownLatch all = new CountDownLatch(1);
        LoopThread.Turn turn =
                () -> {
                    if (done.get() == published.get()) {
                        return LoopThread.UNTIL_WOKEN;
                    }
                    if (done.incrementAndGet() == count) {
                        all.countDown();
                    }
                    return 0;
                };
        try (LoopThread thread = new LoopThread("test-loop", turn, e -> {}).start()) {
            for (int i = 0; i < count; i++) {
                published.incrementAndGet();
                thread.wake();
            }

            assertTrue(all.await(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void handsTheCauseOfItsEndToTheOwner() {
        CompletableFuture<Throwable> cause = new CompletableFuture<>();
        LoopThread.Turn turn =
                () -> {
                    throw new IllegalStateException("broken");
                };

        LoopThread thread = new LoopThread("test-loop", turn, cause::complete).start();

        assertEquals("broken", cause.orTimeout(20, TimeUnit.SECONDS).join().getMessage());
        thread.close();
    }
}
