package io.apogeemq.store.commitlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Records on their way from the append to the dispatch, past the log. */
class RecentAppendsTest {
    private static final int BYTES = 100;
    private static final int SLOTS = 1 << 14;

    private final RecentAppends recent = new RecentAppends();

    @Test
    void givesBackEveryFieldOfARecord() {
        for (int keyCount = 0; keyCount <= 5; keyCount++) {
            RecordKeys keys = keys(-7 - keyCount, keyCount);
            recent.add("topic" + keyCount, 65_535, 1L << 40, at(keyCount), 123, -5, keys);

            assertTrue(recent.find(at(keyCount)));

            assertEquals("topic" + keyCount, recent.topic());
            assertEquals(65_535, recent.queueId());
            assertEquals(1L << 40, recent.queueOffset());
            assertEquals(123, recent.recordBytes());
            assertEquals(-5, recent.storeTimestamp());
            RecordKeys found = new RecordKeys();
            recent.keysTo(found);
            assertEquals(-7 - keyCount, found.tagHash());
            assertEquals(keyCount, found.count());
            for (int i = 0; i < keyCount; i++) {
                assertEquals(keys.hash(i), found.hash(i));
            }
        }
    }

    @Test
    void findsARecordAgainUntilTheNextIsLookedFor() {
        add(1);
        add(2);

        assertTrue(recent.find(at(1)));
        assertTrue(recent.find(at(1)));
        assertTrue(recent.find(at(2)));
        assertFalse(recent.find(at(1)));
    }

    @Test
    void doesNotHaveARecordWithManyKeys() {
        recent.add("topic", 0, 0, at(1), BYTES, 0, keys(0, 6));
        add(2);

        assertFalse(recent.find(at(1)));
        assertTrue(recent.find(at(2)));
    }

    @Test
    void takesNothingFromWhenItIsFullUntilItIsEmpty() {
        for (int i = 0; i <= SLOTS; i++) {
            add(i);
        }
        assertTrue(recent.find(at(SLOTS - 1)));
        add(SLOTS + 1);
        assertFalse(recent.find(at(SLOTS)));
        assertFalse(recent.find(at(SLOTS + 1)));

        add(SLOTS + 2);

        assertTrue(recent.find(at(SLOTS + 2)));
    }

    @Test
    void saysTheSameAsTheLogToAReaderOnAnotherThread() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int records = 1_000_000;
        AtomicInteger written = new AtomicInteger();
        Thread writer =
                new Thread(
                        () -> {
                            for (int i = 0; i < records; i++) {
                                add(i);
                                written.setRelease(i + 1);
                            }
                        });
        writer.start();
        int found = 0;
        for (int i = 0; i < records; i += 1 + random.nextInt(3)) {
            while (written.getAcquire() <= i) {
                Thread.onSpinWait();
            }
            if (recent.find(at(i))) {
                found++;
                assertEquals(i, recent.queueOffset());
                assertEquals(i % 8, recent.queueId());
                assertEquals(-i, recent.storeTimestamp());
            }
        }
        writer.join();
        assertTrue(found >= SLOTS / 3, found + " of " + records); // the first ones were all taken
        assertFalse(recent.find(at(records)));
        add(records + 1);
        assertTrue(recent.find(at(records + 1)));
    }

    private void add(int number) {
        recent.add("topic", number % 8, number, at(number), BYTES, -number, keys(number, 1));
    }

    private static RecordKeys keys(long tagHash, int count) {
        RecordKeys keys = new RecordKeys();
        keys.restart(tagHash);
        for (int i = 0; i < count; i++) {
            keys.add(Integer.MAX_VALUE - i * 3);
        }
        return keys;
    }

    private static long at(int number) {
        return (long) number * BYTES;
    }
}
