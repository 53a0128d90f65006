package io.apogeemq.store.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.LongUnaryOperator;

/**
 * Plays seed after seed. A build begins with the same seed each time and goes on for a while: it judges
 * the change. The nightly run plays others, until so much was played as is wanted.
 *
 * <p>Threads: confined to the thread of the test.
 */
final class SeedRuns {
    private SeedRuns() {}

    /**
     * @param counted what one seed gives some of; {@code -Dcrash.counted} says how many are wanted
     * @param seconds how long a build plays
     * @param play plays a seed and returns how many of these it gave
     */
    static void play(String counted, long seconds, LongUnaryOperator play) {
        long wanted = Long.getLong("crash." + counted, 0);
        long firstSeed = Long.getLong("crash.firstSeed", wanted > 0 ? System.nanoTime() : 1);
        long start = System.nanoTime();
        long done = 0;
        long seed = firstSeed;
        while (wanted > 0 ? done < wanted : System.nanoTime() - start < seconds * 1_000_000_000) {
            done += play.applyAsLong(seed++);
        }
        System.out.println(
                counted
                        + " checked="
                        + done
                        + " firstSeed="
                        + firstSeed
                        + " seeds="
                        + (seed - firstSeed)
                        + " millis="
                        + (System.nanoTime() - start) / 1_000_000);
        assertTrue(done > 0);
    }
}
