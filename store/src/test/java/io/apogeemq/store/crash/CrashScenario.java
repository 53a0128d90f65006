package io.apogeemq.store.crash;

import io.apogeemq.common.concurrent.ManualClock;
import io.apogeemq.store.MessageStore;
import io.apogeemq.store.StoreConfig;
import io.apogeemq.store.dispatch.ArrivalListener;
import io.apogeemq.store.flush.FlushConfig;
import io.apogeemq.store.flush.FlushConfig.FlushMode;
import io.apogeemq.store.index.IndexConfig;
import io.apogeemq.store.retention.RetentionConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One seed: a store lives through a few generations, each of which ends in a power cut, a killed process
 * or a clean stop; after each, several of the disks that may be left are opened and checked against
 * the model, and the last of them lives on.
 *
 * <pre>
 * generation   up to some hundred steps of a {@link StoreDriver}, then the cut
 * image        open (the power may go off within: then images of that, too), check, compare with a
 *              store rebuilt from the same image without anything derived
 * </pre>
 *
 * <p>Threads: one of its own for each run, which the caller waits for. The same seed gives the same run.
 */
final class CrashScenario {

    static final Path ROOT = Path.of("/store");
    static final Path SMALL_FILE = Path.of("/config/topics.json");
    private static final List<String> DERIVED =
            List.of("consumequeue", "index", "checkpoint", "queues", "queues.bak", "queues.tmp");

    private final long seed;
    private final SplittableRandom random;
    private final Consumer<SimulatedDisk> sabotage;
    private final ManualClock clock = new ManualClock();
    private final StoreConfig config;
    private final Trace trace;
    private final int imagesPerCut;
    private boolean consumersSeeOnlyStable;

    private StoreModel model = new StoreModel();
    private long points;

    /** Tells what happens, for whoever replays a seed. */
    interface Trace {
        Trace NONE = text -> {};

        void say(String text);
    }

    /** A store that is open, on its disk. */
    record Running(SimulatedDisk disk, ManualLoops loops, MessageStore store) {}

    /**
     * @param sabotage done to every disk before it is used: what must be noticed
     */
    CrashScenario(long seed, Consumer<SimulatedDisk> sabotage, Trace trace) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.sabotage = sabotage;
        this.trace = trace;
        this.config = config(random);
        this.consumersSeeOnlyStable = config.flush().isSync();
        this.imagesPerCut = 3 + random.nextInt(8);
    }

    /** Demands of ASYNC_FLUSH what it does not promise. */
    CrashScenario asIfSyncFlush() {
        consumersSeeOnlyStable = true;
        return this;
    }

    static StoreConfig config(SplittableRandom random) {
        FlushMode mode = random.nextInt(3) == 0 ? FlushMode.ASYNC_FLUSH : FlushMode.SYNC_FLUSH;
        return StoreConfig.at(ROOT)
                .sizes(70 * 1024, 20 * (5 + random.nextInt(40)), 3500)
                .flush(new FlushConfig(mode, Duration.ofMillis(10), 2048, Duration.ofMillis(40)))
                .preallocateBytes(4096 << random.nextInt(4))
                .checkpointInterval(Duration.ofMillis(20 + random.nextInt(100)))
                .openQueueFiles(1 + random.nextInt(6))
                .index(new IndexConfig(true, 8, 40))
                .retention(retention(random))
                .build();
    }

    /** In every other run files go soon after they were written. */
    private static RetentionConfig retention(SplittableRandom random) {
        Duration kept =
                random.nextBoolean()
                        ? Duration.ofHours(1)
                        : Duration.ofMillis(random.nextInt(2000));
        return retention(kept, 1 + random.nextInt(3), random.nextInt(3) * 700);
    }

    static RetentionConfig retention(Duration kept, int mostFilesPerRound, int reserveBytes) {
        return new RetentionConfig(
                kept,
                IntStream.range(0, 24).boxed().collect(Collectors.toSet()),
                Duration.ofMillis(50),
                0.9,
                0.95,
                0.99,
                false,
                mostFilesPerRound,
                Duration.ofMillis(10),
                reserveBytes);
    }

    /** How many images were opened and checked so far. */
    long points() {
        return points;
    }

    /** Plays the seed; throws {@link Broken} with all that is needed to see it again. */
    void run() {
        OwnThread.run(this::play);
    }

    private void play() {
        try {
            trace.say("config " + config);
            Running running = survive(newDisk(), false);
            int generations = 1 + random.nextInt(5);
            for (int generation = 0; generation < generations; generation++) {
                trace.say("generation " + generation);
                boolean killed = live(running);
                running = survive(running.disk(), killed);
            }
            running.disk().giveBack();
        } catch (RuntimeException | IOException | AssertionError e) {
            throw new Broken(
                    e.getMessage()
                            + "\n  after "
                            + points
                            + " images; replay: mvn -pl store -am test"
                            + " -Dsurefire.failIfNoSpecifiedTests=false"
                            + " -Dtest=CrashSimulatorTest -Dcrash.seed="
                            + seed,
                    e);
        }
    }

    private SimulatedDisk newDisk() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(random.nextLong());
        disk.createDirectories(SMALL_FILE.getParent());
        return disk;
    }

    /** One generation, to its cut; returns whether only the process was killed. */
    private boolean live(Running running) throws IOException {
        SimulatedDisk disk = running.disk();
        if (random.nextInt(4) > 0) {
            disk.cutPowerAfter(1 + random.nextInt(random.nextInt(400) + 1));
        }
        StoreDriver driver = new StoreDriver(running, model, clock, random.split(), config, trace);
        try {
            driver.run(random.nextInt(250));
            if (random.nextInt(6) == 0) {
                driver.close();
            }
        } catch (PowerCut cut) {
            trace.say("power cut in operation " + disk.operations());
        }
        driver.remembersWhatWasPromised();
        disk.cutPower();
        return random.nextInt(8) == 0;
    }

    /** Opens and checks some of the disks that may be left; the last one lives on. */
    private Running survive(SimulatedDisk disk, boolean killed) throws IOException {
        int count = killed ? 1 : imagesPerCut;
        for (int i = 0; ; i++) {
            long imageSeed = random.nextLong();
            trace.say((killed ? "killed " : "image ") + imageSeed);
            if (random.nextInt(4) == 0) {
                cutWithinRecovery(left(disk, killed, imageSeed));
            }
            Running running = check(left(disk, killed, imageSeed), killed);
            if (random.nextInt(3) == 0) {
                compareWithRebuilt(running.store(), left(disk, killed, imageSeed));
            }
            if (i == count - 1) {
                model = next;
                disk.giveBack();
                return running;
            }
            running.disk().giveBack();
        }
    }

    private SimulatedDisk left(SimulatedDisk disk, boolean killed, long imageSeed) {
        SimulatedDisk image = killed ? disk.afterKill(imageSeed) : disk.afterPowerCut(imageSeed);
        sabotage.accept(image);
        return image;
    }

    private void cutWithinRecovery(SimulatedDisk image) throws IOException {
        image.cutPowerAfter(1 + random.nextInt(40));
        try {
            open(image);
            trace.say("  recovery was faster than the cut");
            image.cutPower();
        } catch (PowerCut cut) {
            trace.say("  power cut in recovery, operation " + image.operations());
        }
        for (int i = 0; i < 2; i++) {
            check(left(image, false, random.nextLong()), false).disk().giveBack();
        }
        image.giveBack();
    }

    private StoreModel next; // what is there in the store that was checked last

    private Running check(SimulatedDisk image, boolean killed) throws IOException {
        points++;
        Running running = open(image);
        StoreCheck check = new StoreCheck(model, consumersSeeOnlyStable, killed);
        Set<Long> present = check.check(running.store());
        int small = check.smallFileIsWhole(image, SMALL_FILE);
        if (killed) {
            image.forceDirectory(SMALL_FILE.getParent()); // else what was read is not promised yet
        }
        next = model.after(present, check.queueEnds(), running.store().offsets().flushed(), small);
        return running;
    }

    private void compareWithRebuilt(MessageStore store, SimulatedDisk image) {
        DERIVED.forEach(name -> image.remove(ROOT.resolve(name)));
        Running rebuilt = open(image);
        new StoreCheck(model, consumersSeeOnlyStable, false).equalsRebuilt(store, rebuilt.store());
        image.giveBack();
    }

    private Running open(SimulatedDisk disk) {
        ManualLoops loops = new ManualLoops(clock);
        MessageStore store = MessageStore.open(config, ArrivalListener.NONE, clock, disk, loops);
        return new Running(disk, loops, store.start());
    }
}
