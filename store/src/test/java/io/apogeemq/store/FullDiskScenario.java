package io.apogeemq.store;

import static io.apogeemq.store.StoreFixture.bodies;
import static io.apogeemq.store.StoreFixture.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.concurrent.Loops;
import io.apogeemq.common.io.AtomicFile;
import io.apogeemq.store.append.AppendOutcome;
import io.apogeemq.store.append.RefusalReason;
import io.apogeemq.store.dispatch.ArrivalListener;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.flush.FlushConfig;
import io.apogeemq.store.index.IndexConfig;
import io.apogeemq.store.retention.RetentionConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/**
 * Producers at full speed until the disk is full, and on when there is space again; then everything that
 * was acknowledged has to be there, in order, whole. Meanwhile small files are written all the time.
 *
 * <p>Also a program, for a disk that only a child process can mount: first argument the directory, then
 * SYNC or ASYNC.
 */
final class FullDiskScenario {

    private static final int PRODUCERS = 3;
    private static final int BEFORE = 300; // of a producer, before a disk says it is full
    private static final int REFUSALS = 300; // of each producer, while the disk is full
    private static final int MORE = 200; // of each producer, when it is not any more
    private static final long RETRY_NANOS = 100_000;
    private static final String PADDING = "x".repeat(3000);

    private final StoreFiles files;
    private final Path root;
    private final StoreConfig config;
    private final Runnable fill;
    private final Runnable makeSpace;
    private final List<List<Acknowledged>> acknowledged = new ArrayList<>();
    private final List<AppendOutcome.Refused> refusals = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusedProducers = new AtomicInteger();
    private final AtomicBoolean isFilled = new AtomicBoolean();
    private final AtomicInteger smallFiles = new AtomicInteger();
    private volatile boolean hasSpace;
    private volatile boolean isOver;

    private record Acknowledged(long queueOffset, String body) {}

    /**
     * @param fill called after some messages; a small disk gets full without it
     * @param makeSpace what lets the store go on when the disk is full
     */
    FullDiskScenario(
            StoreFiles files, Path root, FlushConfig flush, Runnable fill, Runnable makeSpace) {
        this.fill = fill;
        this.files = files;
        this.root = root;
        this.makeSpace = makeSpace;
        this.config =
                StoreConfig.at(root)
                        .sizes(2 << 20, 20_000, 64 * 1024)
                        .flush(flush)
                        .preallocateBytes(512 * 1024)
                        .checkpointInterval(Duration.ofMillis(50))
                        .index(new IndexConfig(true, 1000, 5000))
                        .retention(
                                new RetentionConfig(
                                        Duration.ofDays(1),
                                        Set.of(),
                                        Duration.ofMillis(50),
                                        1,
                                        1,
                                        1,
                                        false,
                                        1,
                                        Duration.ZERO,
                                        512 * 1024))
                        .build();
    }

    /** On a disk of its own: a ballast file is what is deleted. */
    static void onDiskOf(Path directory, FlushConfig flush) {
        Path ballast = directory.resolve("ballast");
        try {
            Files.write(ballast, new byte[8 << 20]);
        } catch (IOException e) {
            throw new AssertionError("no room for the ballast", e);
        }
        new FullDiskScenario(
                        StoreFiles.onDisk(),
                        directory.resolve("store"),
                        flush,
                        () -> {},
                        () -> {
                            try {
                                Files.delete(ballast);
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        })
                .run();
    }

    public static void main(String[] args) {
        boolean isSync = args[1].equals("SYNC");
        onDiskOf(Path.of(args[0]), isSync ? FlushConfig.sync() : FlushConfig.async());
    }

    void run() {
        try (MessageStore store = open()) {
            List<CompletableFuture<Void>> work = new ArrayList<>();
            for (int i = 0; i < PRODUCERS; i++) {
                List<Acknowledged> mine = new ArrayList<>();
                acknowledged.add(mine);
                int queueId = i;
                work.add(background("producer-" + i, () -> produce(store, queueId, mine)));
            }
            work.add(background("small files", () -> writeSmallFiles(store)));
            await("the disk is full", () -> refusedProducers.get() == PRODUCERS, work);
            for (int i = 0; i < PRODUCERS; i++) {
                long visible = store.maxOffset("t", i);
                assertEquals(visible, bodies(store, "t", i, 0).size(), "reads go on");
            }

            int smallFilesNow = smallFiles.get();
            await("small files go on", () -> smallFiles.get() > smallFilesNow + 3, work);

            makeSpace.run();
            hasSpace = true;

            work.subList(0, PRODUCERS).forEach(FullDiskScenario::join);
            isOver = true;
            work.forEach(FullDiskScenario::join);
            assertTrue(store.state() instanceof StoreState.Writable, "" + store.state());
        }
        for (AppendOutcome.Refused refusal : refusals) {
            boolean isSpace =
                    refusal.reason() == RefusalReason.DISK_FULL
                            || refusal.reason() == RefusalReason.DISK_SPACE_LOW;
            assertTrue(isSpace && refusal.reason().isRetryable(), "" + refusal);
            assertTrue(refusal.detail().contains(root.toString()), refusal.detail());
            assertTrue(refusal.detail().contains("messages are taken again"), refusal.detail());
        }
        verify();
    }

    private MessageStore open() {
        return MessageStore.open(config, ArrivalListener.NONE, Clock.SYSTEM, files, Loops.threads())
                .start();
    }

    /** Until it was refused often and, after that, has been taken often again. */
    private void produce(MessageStore store, int queueId, List<Acknowledged> mine) {
        int refused = 0;
        int later = 0;
        for (int i = 0; later < MORE; i++) {
            String body = queueId + "-" + i + "-" + PADDING;
            AppendOutcome outcome = store.append(message("t", queueId, body));
            if (outcome instanceof AppendOutcome.Appended at) {
                if (config.flush().isSync()) {
                    store.flushed().reach(at.endOffset()).orTimeout(30, TimeUnit.SECONDS).join();
                }
                mine.add(new Acknowledged(at.queueOffset(), body));
                if (mine.size() == BEFORE && isFilled.compareAndSet(false, true)) {
                    fill.run();
                }
                later += hasSpace ? 1 : 0;
            } else if (outcome instanceof AppendOutcome.Refused why) {
                if (refused < REFUSALS) {
                    refusals.add(why);
                    if (++refused == REFUSALS) {
                        refusedProducers.incrementAndGet();
                    }
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    /** As offsets and topics are; none may fail. */
    private void writeSmallFiles(MessageStore store) {
        AtomicFile file = new AtomicFile(store.smallFiles(), root.resolve("config/small.json"));
        try {
            while (!isOver) {
                file.replace(("{\"count\":" + smallFiles + "}").getBytes(StandardCharsets.UTF_8));
                smallFiles.incrementAndGet();
            }
        } catch (IOException e) {
            throw new AssertionError("small file " + smallFiles + " could not be written", e);
        }
    }

    private void verify() {
        try (MessageStore store = open()) {
            assertTrue(store.damage().skippedRanges().isEmpty(), "" + store.damage());
            for (int i = 0; i < PRODUCERS; i++) {
                List<String> found = bodies(store, "t", i, 0);
                for (Acknowledged message : acknowledged.get(i)) {
                    assertEquals(message.body(), found.get((int) message.queueOffset()));
                }
                assertEquals(found.size(), acknowledged.get(i).size(), "nothing that was refused");
            }
        }
    }

    private static CompletableFuture<Void> background(String name, Runnable work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                work.run();
                                done.complete(null);
                            } catch (Throwable e) { // the test is told
                                done.completeExceptionally(e);
                            }
                        },
                        name);
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    private static void await(
            String what, Callable<Boolean> condition, List<CompletableFuture<Void>> work) {
        Awaitility.await(what)
                .atMost(60, TimeUnit.SECONDS)
                .until(
                        () -> {
                            work.stream()
                                    .filter(CompletableFuture::isCompletedExceptionally)
                                    .forEach(FullDiskScenario::join);
                            return condition.call();
                        });
    }

    private static void join(CompletableFuture<Void> work) {
        work.orTimeout(60, TimeUnit.SECONDS).join();
    }
}
