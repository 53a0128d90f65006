package io.apogeemq.store.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.store.crash.CrashScenario.Trace;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Cuts the power as often as a minute allows, some 40,000 times, or {@code -Dcrash.points} times, and
 * plays one seed again with {@code -Dcrash.seed}.
 */
class CrashSimulatorTest {

    private static final QuietLog QUIET = new QuietLog();

    @BeforeAll
    static void quiet() {
        if (Long.getLong("crash.seed") == null) {
            QUIET.begin();
        }
    }

    @AfterAll
    static void loud() {
        QUIET.end();
    }

    @Test
    void keepsEveryPromiseWhereverThePowerIsCut() {
        Long replayed = Long.getLong("crash.seed");
        if (replayed != null) {
            new CrashScenario(replayed, disk -> {}, System.out::println).run();
            return;
        }
        long wanted = Long.getLong("crash.points", 0);
        Duration most = Duration.ofSeconds(Long.getLong("crash.seconds", 60));
        // A build begins with the same seed each time: it judges the change. The nightly run plays
        // others.
        long firstSeed = Long.getLong("crash.firstSeed", wanted > 0 ? System.nanoTime() : 1);
        long start = System.nanoTime();

        long points = 0;
        long seed = firstSeed;
        while (wanted > 0 ? points < wanted : System.nanoTime() - start < most.toNanos()) {
            CrashScenario scenario = new CrashScenario(seed, disk -> {}, Trace.NONE);
            scenario.run();
            points += scenario.points();
            seed++;
        }

        long millis = (System.nanoTime() - start) / 1_000_000;
        System.out.println(
                "crash points checked="
                        + points
                        + " firstSeed="
                        + firstSeed
                        + " seeds="
                        + (seed - firstSeed)
                        + " millis="
                        + millis);
        assertTrue(points > 0);
    }
}
