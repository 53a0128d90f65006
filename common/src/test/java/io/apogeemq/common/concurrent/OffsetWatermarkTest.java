package io.apogeemq.common.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OffsetWatermarkTest {

    private final OffsetWatermark watermark = new OffsetWatermark("flushed", 10);

    @Test
    void completesAtOnceWhatWasReachedBefore() {
        assertTrue(watermark.reach(10).isDone());
        assertFalse(watermark.reach(11).isDone());
    }

    @Test
    void completesExactlyThoseThatAreCovered() {
        List<Long> reached = new ArrayList<>();
        List<Long> offsets = new ArrayList<>();
        for (long offset = 11; offset <= 200; offset++) {
            offsets.add(offset);
        }
        Collections.shuffle(offsets, new java.util.Random(1));
        for (long offset : offsets) {
            watermark.reach(offset).thenRun(() -> reached.add(offset));
        }

        watermark.advance(99);

        assertEquals(89, reached.size());
        assertTrue(reached.stream().allMatch(offset -> offset <= 99));
        assertEquals(101, watermark.waiterCount());
        watermark.advance(50);
        assertEquals(99, watermark.value());
        watermark.advance(200);
        assertEquals(0, watermark.waiterCount());
    }

    @Test
    void tellsPresentAndFutureWaitersOfAFailureAndNeverMovesAgain() {
        CompletableFuture<Void> before = watermark.reach(11);

        watermark.fail(new IllegalStateException("disk"));

        assertThrows(CompletionException.class, before::join);
        assertThrows(CompletionException.class, () -> watermark.reach(12).join());
        watermark.advance(100);
        assertEquals(10, watermark.value());
        assertTrue(watermark.reach(10).isDone());
    }

    @Test
    void timesOut() {
        var waiting = watermark.reach(11, Duration.ofMillis(1));

        assertThrows(CompletionException.class, waiting::join);
    }

    @Test
    void losesNoWaiterWhileItMoves() {
        int count = 50_000;
        Thread mover =
                new Thread(
                        () -> {
                            for (int i = 1; i <= count; i++) {
                                watermark.advance(10 + i);
                            }
                        });
        List<CompletableFuture<Void>> all = new ArrayList<>();
        mover.start();
        for (int i = 1; i <= count; i++) {
            all.add(watermark.reach(10 + i));
        }

        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}
