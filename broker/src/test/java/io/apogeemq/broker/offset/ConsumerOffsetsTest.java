package io.apogeemq.broker.offset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.remoting.protocol.DataVersion;
import io.apogeemq.remoting.protocol.offset.ConsumerOffsetTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ConsumerOffsetsTest {
    private static final long END = 1000;

    private final ConsumerOffsets offsets = new ConsumerOffsets((topic, queueId) -> END);

    @Test
    void hasNoOffsetUntilSomebodyCommits() {
        assertEquals(ConsumerOffsets.NO_OFFSET, offsets.committed("G", "T", 0));

        assertEquals(CommitResult.STORED, offsets.commit("G", "T", 0, 0));

        assertEquals(0, offsets.committed("G", "T", 0));
    }

    @Test
    void neverGoesBackByACommit() {
        offsets.commit("G", "T", 3, 10);

        assertEquals(CommitResult.STALE, offsets.commit("G", "T", 3, 9));

        assertEquals(10, offsets.committed("G", "T", 3));
    }

    @Test
    void refusesWhatNoQueueHas() {
        assertEquals(CommitResult.REFUSED_NEGATIVE, offsets.commit("G", "T", 0, -5));
        assertEquals(CommitResult.REFUSED_NEGATIVE, offsets.commit("G", "T", -1, 5));
        assertEquals(CommitResult.REFUSED_NEGATIVE, offsets.commit("G", "T", 70_000, 5));
        assertEquals(CommitResult.REFUSED_BEYOND_END, offsets.commit("G", "T", 0, END + 1));
        assertEquals(CommitResult.STORED, offsets.commit("G", "T", 0, END));
    }

    @Test
    void tellsAResetOnceAndIgnoresCommitsUntilThen() {
        offsets.commit("G", "T", 0, 500);

        offsets.reset("G", "T", 0, 100);

        assertEquals(CommitResult.RESET_PENDING, offsets.commit("G", "T", 0, 600));
        assertEquals(100, offsets.committed("G", "T", 0));
        assertEquals(100, offsets.takeReset("G", "T", 0, 500));
        assertEquals(ConsumerOffsets.NO_OFFSET, offsets.takeReset("G", "T", 0, 500));
        assertEquals(CommitResult.STORED, offsets.commit("G", "T", 0, 101));
    }

    @Test
    void doesNotSendAConsumerThereThatIsThereAlready() {
        offsets.reset("G", "T", 0, 100);

        assertEquals(ConsumerOffsets.NO_OFFSET, offsets.takeReset("G", "T", 0, 100));
        assertEquals(CommitResult.STORED, offsets.commit("G", "T", 0, 101));
    }

    @Test
    void forgetsATopicAndAGroup() {
        offsets.commit("G", "T", 0, 1);
        offsets.commit("G", "U", 0, 1);
        offsets.commit("H", "T", 0, 1);

        offsets.removeTopic("T");
        assertEquals(Set.of(), offsets.groupsOf("T"));
        assertEquals(Set.of("U"), offsets.topicsOf("G"));

        offsets.removeGroup("G");
        assertEquals(Set.of(), offsets.topicsOf("G"));
    }

    @Test
    void doesNotTakeAPullForAnOffset() {
        offsets.recordPull("G", "T", 0, 7);

        assertEquals(Set.of(), offsets.topicsOf("G"));
    }

    @Test
    void saysThatItChangedOnlyWhenItDid() {
        assertFalse(offsets.takeChanged(1));

        offsets.commit("G", "T", 0, 1);
        assertTrue(offsets.takeChanged(2));
        assertFalse(offsets.takeChanged(3));

        offsets.commit("G", "T", 0, 1);
        assertFalse(offsets.takeChanged(4));
    }

    /** Invariant of the architecture: no position outlives the log. */
    @Test
    void movesAnOffsetBehindTheEndOfItsQueueToThatEnd() {
        List<OffsetCorrection> corrections = new ArrayList<>();

        offsets.restore(
                new ConsumerOffsetTable(
                        DataVersion.NONE,
                        Map.of("T@G", new TreeMap<>(Map.of(0, END + 224, 1, 3L, 2, -5L)))),
                corrections);

        assertEquals(List.of(new OffsetCorrection("G", "T", 0, END + 224, END)), corrections);
        assertEquals(END, offsets.committed("G", "T", 0));
        assertEquals(3, offsets.committed("G", "T", 1));
        assertEquals(ConsumerOffsets.NO_OFFSET, offsets.committed("G", "T", 2));
        assertTrue(offsets.takeChanged(1));
    }

    @Test
    void keepsTheHighestOfConcurrentCommitsOfManyQueues() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> runs = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            int first = thread;
            runs.add(
                    threads.submit(
                            () -> {
                                start.await();
                                for (int offset = first; offset <= END; offset += 3) {
                                    offsets.commit("G", "T", offset % 64, offset);
                                }
                                return null;
                            }));
        }

        start.countDown();
        for (Future<?> run : runs) {
            run.get();
        }
        threads.shutdown();

        for (int queueId = 0; queueId < 64; queueId++) {
            long highest = END - Math.floorMod(END - queueId, 64);
            assertEquals(highest, offsets.committed("G", "T", queueId));
        }
    }

    /** A commit, or a reset that the consumer is told at once. */
    record Step(boolean isReset, String group, int queueId, long offset) {}

    @Property
    void equalsAMapThatOnlyGrowsButForResets(@ForAll("steps") List<Step> steps) {
        ConsumerOffsets tested = new ConsumerOffsets((topic, queueId) -> END);
        Map<String, Long> model = new HashMap<>();
        for (Step step : steps) {
            String key = step.group + step.queueId;
            if (step.isReset) {
                long target = Math.abs(step.offset);
                tested.reset(step.group, "T", step.queueId, target);
                tested.takeReset(step.group, "T", step.queueId, -1);
                model.put(key, target);
            } else {
                tested.commit(step.group, "T", step.queueId, step.offset);
                if (step.offset >= 0 && step.offset <= END) {
                    model.merge(key, step.offset, Math::max);
                }
            }
            assertEquals(
                    model.getOrDefault(key, ConsumerOffsets.NO_OFFSET),
                    tested.committed(step.group, "T", step.queueId));
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(false, false, false, true),
                        Arbitraries.of("G", "H"),
                        Arbitraries.of(0, 1, 7, 8, 40),
                        Arbitraries.longs().between(-3, END + 3))
                .as(Step::new)
                .list()
                .ofMaxSize(50);
    }

    @Property
    void isTheSameAfterItWasWrittenAndRead(@ForAll("steps") List<Step> steps) {
        for (Step step : steps) {
            offsets.commit(step.group, "T", step.queueId, step.offset);
        }

        ConsumerOffsets read = new ConsumerOffsets((topic, queueId) -> END);
        read.restore(ConsumerOffsetTable.fromJson(offsets.snapshot().toJson()), new ArrayList<>());

        assertEquals(offsets.snapshot().offsetTable(), read.snapshot().offsetTable());
    }
}
