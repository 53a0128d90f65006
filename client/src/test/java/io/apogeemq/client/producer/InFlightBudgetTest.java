package io.apogeemq.client.producer;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** How much may be under way. */
class InFlightBudgetTest {
    @Property(tries = 300)
    void holdsBothBoundsThroughAnySequence(
            @ForAll @Size(max = 200) List<@IntRange(min = -3, max = 60) Integer> steps) {
        InFlightBudget budget = new InFlightBudget(5, 100);
        Deque<Integer> held = new ArrayDeque<>();
        for (int step : steps) {
            if (step < 0) {
                if (!held.isEmpty()) {
                    budget.release(held.poll());
                }
                continue;
            }
            int bytes = held.stream().mapToInt(Integer::intValue).sum();
            boolean fits = held.isEmpty() || (held.size() < 5 && bytes + step <= 100);

            assertEquals(fits, budget.tryTake(step));
            if (fits) {
                held.add(step);
            }
        }
    }

    @Test
    void letsALargeMessageInAlone() {
        InFlightBudget budget = new InFlightBudget(5, 100);

        assertTrue(budget.tryTake(1000));
        assertFalse(budget.tryTake(1));
        budget.release(1000);
        assertTrue(budget.tryTake(1));
    }

    @Test
    void waitsUntilThereIsRoom() throws Exception {
        InFlightBudget budget = new InFlightBudget(1, 100);
        assertTrue(budget.tryTake(1));
        assertFalse(budget.take(1, 1_000_000));
        CompletableFuture<Boolean> waiting = new CompletableFuture<>();
        Thread waiter =
                new Thread(
                        () -> {
                            try {
                                waiting.complete(budget.take(1, SECONDS.toNanos(10)));
                            } catch (InterruptedException e) {
                                waiting.completeExceptionally(e);
                            }
                        });
        waiter.start();
        await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);

        budget.release(1);

        assertTrue(waiting.get(5, SECONDS));
        assertFalse(budget.awaitEmpty(1));
        budget.release(1);
        assertTrue(budget.awaitEmpty(1));
    }
}
