package io.apogeemq.store.crash;

import io.apogeemq.store.crash.DamageCampaign.Shape;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Damages stores for a while, or {@code -Dcrash.damages} times; {@code -Ddamage.seed} plays the
 * damages of one store again.
 */
class DamageCampaignTest {

    private static final int DAMAGES_OF_ONE_STORE = 60;
    private static final QuietLog QUIET = new QuietLog();

    @BeforeAll
    static void quiet() {
        QUIET.begin();
    }

    @AfterAll
    static void loud() {
        QUIET.end();
    }

    @Test
    void damageCostsAtMostWhatWasHitAndIsReported() {
        Long replayed = Long.getLong("damage.seed");
        if (replayed != null) {
            OwnThread.run(() -> play(replayed));
            return;
        }
        SeedRuns.play(
                "damages",
                Long.getLong("damage.seconds", 15),
                seed -> {
                    OwnThread.run(() -> play(seed));
                    return DAMAGES_OF_ONE_STORE;
                });
    }

    private static void play(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Shape shape = Shape.values()[random.nextInt(Shape.values().length)];
        try {
            DamageCampaign campaign = new DamageCampaign(seed, shape);
            for (int i = 0; i < DAMAGES_OF_ONE_STORE; i++) {
                campaign.play(random);
            }
        } catch (Broken | IOException e) {
            throw new Broken(
                    e.getMessage()
                            + "\n  in a store of shape "
                            + shape
                            + "; replay: mvn -pl store -am test"
                            + " -Dsurefire.failIfNoSpecifiedTests=false"
                            + " -Dtest=DamageCampaignTest -Ddamage.seed="
                            + seed,
                    e);
        }
    }
}
