package io.apogeemq.store.crash;

import io.apogeemq.store.crash.CrashScenario.Trace;
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
        SeedRuns.play(
                "points",
                Long.getLong("crash.seconds", 60),
                seed -> {
                    CrashScenario scenario = new CrashScenario(seed, disk -> {}, Trace.NONE);
                    scenario.run();
                    return scenario.points();
                });
    }
}
