package io.apogeemq.store.crash;

import static org.junit.jupiter.api.Assertions.fail;

import io.apogeemq.store.crash.CrashScenario.Trace;
import io.apogeemq.store.file.StoreLayout;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The simulator has teeth: each of these breaks one thing that the store relies on, and is noticed
 * within a few hundred seeds.
 */
class SimulatorNoticesTest {

    private static final int MOST_SEEDS = 400;
    private static final StoreLayout LAYOUT =
            new StoreLayout(CrashScenario.ROOT, CrashScenario.ROOT.resolve("commitlog"));
    private static final Path SMALL_FILES = CrashScenario.SMALL_FILE.getParent();
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
    void noticesThatForcesOfTheLogDoNothing() {
        notices(disk -> disk.loseForcesOf(path -> path.startsWith(LAYOUT.commitLogDir())));
    }

    @Test
    void noticesThatNewLogFilesHaveNoDurableName() {
        notices(disk -> disk.loseForcesOfDirectory(LAYOUT.commitLogDir()::equals));
    }

    @Test
    void noticesThatForcesOfQueueFilesDoNothing() {
        notices(disk -> disk.loseForcesOf(path -> path.startsWith(LAYOUT.consumeQueueDir())));
    }

    @Test
    void noticesThatTheAbortMarkerIsLost() {
        notices(disk -> disk.remove(LAYOUT.abortFile()));
    }

    @Test
    void noticesThatSmallFilesAreNotForced() {
        notices(disk -> disk.loseForcesOf(path -> path.startsWith(SMALL_FILES)));
    }

    @Test
    void noticesThatRenamesAreNotForced() {
        notices(disk -> disk.loseForcesOfDirectory(SMALL_FILES::equals));
    }

    @Test
    void noticesThatDeletedTopicsAreNotRemembered() {
        notices(disk -> disk.loseForcesOfDirectory(LAYOUT.rootDir()::equals));
    }

    @Test
    void noticesThatConsumersSeeWhatMayBeLost() {
        isNoticed(seed -> new CrashScenario(seed, disk -> {}, Trace.NONE).asIfSyncFlush());
    }

    private static void notices(Consumer<SimulatedDisk> sabotage) {
        isNoticed((long seed) -> new CrashScenario(seed, sabotage, Trace.NONE));
    }

    private static void isNoticed(LongFunction<CrashScenario> scenarios) {
        for (int seed = 0; seed < MOST_SEEDS; seed++) {
            try {
                scenarios.apply(seed).run();
            } catch (Broken noticed) {
                new CrashScenario(seed, disk -> {}, Trace.NONE).run(); // it was the sabotage
                return;
            }
        }
        fail("nobody noticed in " + MOST_SEEDS + " seeds");
    }
}
