package io.apogeemq.broker.group;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.apogeemq.common.concurrent.ManualClock;
import io.apogeemq.common.topic.MessageQueue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class QueueLocksTest {
    private static final MessageQueue QUEUE = new MessageQueue("T", "b", 0);

    private final ManualClock clock = new ManualClock();
    private final QueueLocks locks = new QueueLocks(clock);

    @Test
    void givesAFreeQueueToTheFirstThatAsks() {
        assertEquals(List.of(QUEUE), locks.lock("G", "a", List.of(QUEUE)));
        assertEquals(List.of(), locks.lock("G", "b", List.of(QUEUE)));
    }

    @Test
    void locksForEachGroupApart() {
        locks.lock("G", "a", List.of(QUEUE));

        assertEquals(List.of(QUEUE), locks.lock("H", "b", List.of(QUEUE)));
    }

    @Test
    void ignoresAnUnlockByAnother() {
        locks.lock("G", "a", List.of(QUEUE));

        locks.unlock("G", "b", List.of(QUEUE));

        assertEquals(List.of(), locks.lock("G", "b", List.of(QUEUE)));
    }

    @Test
    void givesALockThatIsNotRenewedToAnother() {
        locks.lock("G", "a", List.of(QUEUE));

        clock.advance(QueueLocks.LIFE);
        assertEquals(List.of(), locks.lock("G", "b", List.of(QUEUE)));

        clock.advanceMillis(1);
        assertEquals(List.of(QUEUE), locks.lock("G", "b", List.of(QUEUE)));
    }

    @Test
    void forgetsGroupsWhoseLocksAreOver() {
        locks.lock("G", "a", List.of(QUEUE));
        clock.advance(QueueLocks.LIFE.plusMillis(1));

        locks.expire();

        assertEquals(0, locks.groups());
    }

    /** What a client does at some time. */
    record Step(String client, int queueId, boolean isLock, int secondsLater) {}

    @Property
    void behavesLikeATableOfOwnersAndTimes(@ForAll("steps") List<Step> steps) {
        ManualClock time = new ManualClock();
        QueueLocks tested = new QueueLocks(time);
        Map<Integer, String> owner = new HashMap<>();
        Map<Integer, Long> since = new HashMap<>();
        for (Step step : steps) {
            time.advanceMillis(step.secondsLater * 1000L);
            MessageQueue queue = new MessageQueue("T", "b", step.queueId);
            boolean isFree =
                    !owner.containsKey(step.queueId)
                            || time.millis() - since.get(step.queueId) > 60_000;
            boolean isOwn = step.client.equals(owner.get(step.queueId));
            if (step.isLock) {
                List<MessageQueue> expected = new ArrayList<>();
                if (isFree || isOwn) {
                    expected.add(queue);
                    owner.put(step.queueId, step.client);
                    since.put(step.queueId, time.millis());
                }
                assertEquals(expected, tested.lock("G", step.client, List.of(queue)));
            } else {
                tested.unlock("G", step.client, List.of(queue));
                if (isOwn) {
                    owner.remove(step.queueId);
                }
            }
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of("a", "b", "c"),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(true, true, false),
                        Arbitraries.of(0, 1, 20, 30, 60, 61))
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }
}
