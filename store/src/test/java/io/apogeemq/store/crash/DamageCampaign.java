package io.apogeemq.store.crash;

import io.apogeemq.common.concurrent.ManualClock;
import io.apogeemq.common.io.AtomicFile;
import io.apogeemq.store.MessageStore;
import io.apogeemq.store.StoreConfig;
import io.apogeemq.store.checkpoint.StoreCheckpoint;
import io.apogeemq.store.crash.StoreModel.QueueName;
import io.apogeemq.store.crash.StoreModel.Stored;
import io.apogeemq.store.dispatch.ArrivalListener;
import io.apogeemq.store.file.StoreLayout;
import io.apogeemq.store.queue.ConsumeQueueEntry;
import io.apogeemq.store.recovery.DamageReport;
import io.apogeemq.store.verify.Finding;
import io.apogeemq.store.verify.FindingKind;
import io.apogeemq.store.verify.Findings;
import io.apogeemq.store.verify.ReadMeter;
import io.apogeemq.store.verify.Severity;
import io.apogeemq.store.verify.StoreSizes;
import io.apogeemq.store.verify.StoreVerifier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Damages one store after the other, in one place each, and looks at what becomes of it:
 *
 * <ul>
 *   <li>it opens, and takes messages
 *   <li>what can be read is what was appended, byte by byte
 *   <li>only messages are missing whose record, or whose queue entry, was hit; each of them is
 *       named by the verification or the damage report, with file and position
 *   <li>damage that nobody notices changes nothing that can be read
 * </ul>
 *
 * <p>Threads: confined to the thread of the test. The same seed gives the same damage.
 */
final class DamageCampaign {

    private static final int MOST_BYTES = 700;

    /** How the store was left. */
    enum Shape {
        CLEANLY_CLOSED,
        KILLED,
        POWER_CUT
    }

    /** Which part of the files is hit. */
    enum Target {
        LOG,
        QUEUES,
        INDEX,
        SMALL_FILES
    }

    /** What is done to the bytes of a file from a position on. */
    record Damage(Path file, int position, byte[] bytes, String kind) {
        @Override
        public String toString() {
            return kind + " of " + bytes.length + " bytes at " + position + " of " + file;
        }
    }

    private final StoreConfig config;
    private final ManualClock clock = new ManualClock();
    private final SimulatedDisk disk;
    private final StoreModel model;
    private final StoreLayout layout;

    /** Fills the store that will be damaged, copy by copy. */
    DamageCampaign(long seed, Shape shape) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        config = CrashScenario.config(random);
        layout = new StoreLayout(config.rootDir(), config.commitLogDir());
        SimulatedDisk written = new SimulatedDisk(seed);
        written.createDirectories(CrashScenario.SMALL_FILE.getParent());
        model = new StoreModel();
        CrashScenario.Running running = open(written);
        StoreDriver driver =
                new StoreDriver(running, model, clock, random, config, CrashScenario.Trace.NONE)
                        .withoutDeletions();
        driver.run(600);
        if (shape == Shape.CLEANLY_CLOSED) {
            driver.close();
        }
        driver.remembersWhatWasPromised();
        disk = shape == Shape.POWER_CUT ? written.afterPowerCut(seed) : written.afterKill(seed);
        written.giveBack();
        forgetWhatTheCutTook();
    }

    private void forgetWhatTheCutTook() throws IOException {
        SimulatedDisk copy = disk.afterKill(0);
        Set<Long> present = new StoreCheck(model, false, false).check(open(copy).store());
        model.retain(present);
        copy.giveBack();
    }

    /** Damages a copy somewhere and checks what becomes of it. */
    void play(SplittableRandom random) throws IOException {
        SimulatedDisk copy = disk.afterKill(1);
        Damage damage = choose(copy, random);
        byte[] before = copy.bytesOf(damage.file(), damage.position(), damage.bytes().length);
        copy.damage(damage.file(), damage.position(), damage.bytes());
        try {
            check(copy, damage, before);
        } catch (RuntimeException | AssertionError | IOException e) {
            throw new Broken(e.getMessage() + "\n  after " + damage, e);
        } finally {
            copy.giveBack();
        }
    }

    // ---- damage

    private Damage choose(SimulatedDisk copy, SplittableRandom random) {
        while (true) {
            List<Path> files = filesOf(copy, anyTarget(random));
            if (files.isEmpty()) {
                continue;
            }
            Path file = files.get(random.nextInt(files.size()));
            int length = copy.bytesOf(file).length;
            if (length > 0) {
                return anyDamage(copy, file, length, random);
            }
        }
    }

    private static Target anyTarget(SplittableRandom random) {
        int kind = random.nextInt(100);
        return kind < 45
                ? Target.LOG
                : kind < 70 ? Target.QUEUES : kind < 85 ? Target.INDEX : Target.SMALL_FILES;
    }

    private List<Path> filesOf(SimulatedDisk copy, Target target) {
        return switch (target) {
            case LOG -> copy.filesBelow(layout.commitLogDir());
            case QUEUES -> copy.filesBelow(layout.consumeQueueDir());
            case INDEX -> copy.filesBelow(layout.rootDir().resolve("index"));
            case SMALL_FILES -> smallFiles(copy);
        };
    }

    private List<Path> smallFiles(SimulatedDisk copy) {
        List<Path> files = new ArrayList<>(copy.filesBelow(CrashScenario.SMALL_FILE.getParent()));
        for (Path path : List.of(layout.checkpointFile(), layout.queuesFile())) {
            if (copy.exists(path)) {
                files.add(path);
            }
        }
        return files;
    }

    private Damage anyDamage(SimulatedDisk copy, Path file, int length, SplittableRandom random) {
        int written = Math.max(1, lastNonZero(copy.bytesOf(file)) + 1);
        int position = random.nextInt(random.nextInt(10) == 0 ? length : written);
        int most = Math.min(length - position, 1 + random.nextInt(MOST_BYTES));
        return switch (random.nextInt(5)) {
            case 0, 1 -> flipped(copy, file, position, 1 << random.nextInt(8), "flipped bit");
            case 2 -> flipped(copy, file, position, 1 + random.nextInt(255), "other byte");
            case 3 -> new Damage(file, position, new byte[most], "zeros");
            default -> {
                byte[] garbage = new byte[most];
                for (int i = 0; i < most; i++) {
                    garbage[i] = (byte) random.nextInt(256);
                }
                yield new Damage(file, position, garbage, "garbage");
            }
        };
    }

    private static Damage flipped(
            SimulatedDisk copy, Path file, int position, int mask, String kind) {
        byte[] one = copy.bytesOf(file, position, 1);
        one[0] ^= (byte) mask;
        return new Damage(file, position, one, kind);
    }

    private static int lastNonZero(byte[] bytes) {
        int at = bytes.length - 1;
        while (at >= 0 && bytes[at] == 0) {
            at--;
        }
        return at;
    }

    // ---- what becomes of it

    private void check(SimulatedDisk copy, Damage damage, byte[] before) throws IOException {
        List<Finding> findings = verify(copy);
        Set<Stored> leftNoTrace = withoutTrace(copy, damage);
        CrashScenario.Running running = open(copy);
        DamageReport report = running.store().damage();
        boolean isHarmless = Arrays.equals(before, damage.bytes());

        for (Stored stored : missing(running.store())) {
            Broken.unless(
                    !isHarmless && (hitsRecord(damage, stored) || hitsEntry(damage, stored)),
                    "a message is missing that was not hit: " + describe(stored));
            Broken.unless(
                    leftNoTrace.contains(stored) || isReported(stored, findings, report),
                    "nobody tells that a message is missing: "
                            + describe(stored)
                            + ", found "
                            + findings
                            + " and "
                            + report.skippedRanges());
        }
        smallFileIsWholeOrRefused(copy, damage);
        goesOn(running);
    }

    /**
     * Messages at the end of the log that look as if they had never been written: all zeros, and no
     * checkpoint has ever said that they were on disk.
     */
    private Set<Stored> withoutTrace(SimulatedDisk copy, Damage damage) throws IOException {
        Set<Stored> found = new HashSet<>();
        if (!damage.file().startsWith(layout.commitLogDir())) {
            return found;
        }
        long flushed = StoreCheckpoint.read(copy, layout.checkpointFile()).found().flushedOffset();
        long zerosFrom =
                StoreLayout.firstOffset(damage.file())
                        + lastNonZero(copy.bytesOf(damage.file()))
                        + 1;
        for (QueueName queue : model.queueNames()) {
            for (Stored stored : model.queueOf(queue).values()) {
                if (stored.physicalOffset() >= Math.max(zerosFrom, flushed)) {
                    found.add(stored);
                }
            }
        }
        return found;
    }

    private List<Finding> verify(SimulatedDisk copy) throws IOException {
        Findings findings = new Findings(1000, finding -> {});
        try (StoreVerifier verifier =
                StoreVerifier.atRest(
                        copy,
                        layout,
                        StoreSizes.find(copy, layout),
                        config.delayLevels(),
                        findings,
                        new ReadMeter())) {
            while (verifier.step()) {
                // one step after the other
            }
        }
        return findings.kept();
    }

    /** What can't be read, or whose entry says something else; what can be read must be unchanged. */
    private List<Stored> missing(MessageStore store) {
        Set<Long> sound = new HashSet<>();
        for (QueueName queue : model.queueNames()) {
            StoreView view = StoreView.of(store, queue, 1);
            for (int i = 0; i < view.messages().size(); i++) {
                StoreView.Message message = view.messages().get(i);
                Stored stored = model.queueOf(queue).get(message.queueOffset());
                Broken.unless(
                        stored != null
                                && stored.physicalOffset() == message.physicalOffset()
                                && message.record().equals(ByteBuffer.wrap(stored.record())),
                        "a message that was not appended so at "
                                + message.queueOffset()
                                + " of "
                                + queue);
                if (stored.tagsCode() == view.tagsCodes().get(i)) {
                    sound.add(stored.physicalOffset());
                }
            }
        }
        return model.all().stream()
                .filter(stored -> !sound.contains(stored.physicalOffset()))
                .toList();
    }

    private static String describe(Stored stored) {
        return stored.queue()
                + " at "
                + stored.queueOffset()
                + ", physical "
                + stored.physicalOffset()
                + " to "
                + stored.end();
    }

    /** The small file of a neighbour: its backup is at most one version old. */
    private void smallFileIsWholeOrRefused(SimulatedDisk copy, Damage damage) throws IOException {
        AtomicFile file = new AtomicFile(copy, CrashScenario.SMALL_FILE);
        Optional<byte[]> content = file.read(bytes -> StoreCheck.ConfigContent.numberOf(bytes) > 0);
        int number = content.map(StoreCheck.ConfigContent::numberOf).orElse(0);
        boolean wasHit = damage.file().equals(CrashScenario.SMALL_FILE);
        Broken.unless(
                number == model.configWritten() || wasHit && number > 0,
                "the small file has version " + number + " of " + model.configWritten());
    }

    /** Takes messages, shows them, closes. */
    private void goesOn(CrashScenario.Running running) throws IOException {
        MessageStore store = running.store();
        StoreDriver driver =
                new StoreDriver(
                                running,
                                new StoreModel(),
                                clock,
                                new SplittableRandom(1),
                                config,
                                CrashScenario.Trace.NONE)
                        .withoutDeletions();
        long before = store.offsets().max();
        driver.appendSome(5);
        running.loops().takeTurns(new SplittableRandom(2));
        clock.advanceMillis(100);
        running.loops().takeTurns(new SplittableRandom(3));
        Broken.unless(
                store.dispatched().value() > before
                        && store.dispatched().value() == store.offsets().max(),
                "the store does not go on: " + store.state());
        store.close();
    }

    private CrashScenario.Running open(SimulatedDisk image) {
        ManualLoops loops = new ManualLoops(clock);
        MessageStore store = MessageStore.open(config, ArrivalListener.NONE, clock, image, loops);
        return new CrashScenario.Running(image, loops, store.start());
    }

    private boolean hitsRecord(Damage damage, Stored stored) {
        if (!damage.file().startsWith(layout.commitLogDir())) {
            return false;
        }
        long from = StoreLayout.firstOffset(damage.file()) + damage.position();
        return stored.physicalOffset() < from + damage.bytes().length && from < stored.end();
    }

    private boolean hitsEntry(Damage damage, Stored stored) {
        QueueName queue = stored.queue();
        if (!damage.file().startsWith(layout.consumeQueueDir(queue.topic(), queue.queueId()))) {
            return false;
        }
        long from = StoreLayout.firstOffset(damage.file()) + damage.position();
        long entry = stored.queueOffset() * ConsumeQueueEntry.BYTES;
        return entry < from + damage.bytes().length && from < entry + ConsumeQueueEntry.BYTES;
    }

    private static boolean isReported(Stored stored, List<Finding> findings, DamageReport report) {
        for (DamageReport.Range range : report.skippedRanges()) {
            if (range.fromPhysicalOffset() < stored.end()
                    && stored.physicalOffset() < range.toPhysicalOffset()) {
                return true;
            }
        }
        for (Finding finding : findings) {
            boolean isPlace =
                    finding.physicalOffset() >= 0
                            && finding.physicalOffset() < stored.end()
                            && stored.physicalOffset()
                                    < finding.physicalOffset() + Math.max(1, finding.count());
            boolean isQueue =
                    finding.topic().equals(stored.queue().topic())
                            && finding.queueId() == stored.queue().queueId();
            boolean isTail = finding.kind() == FindingKind.TORN_TAIL;
            boolean isTold = finding.kind().severity() != Severity.NOTE || isTail;
            if (isTold && (isPlace || isQueue)) {
                return true;
            }
        }
        return false;
    }
}
