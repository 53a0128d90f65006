package io.apogeemq.store.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.apogeemq.common.concurrent.ManualClock;
import io.apogeemq.store.MessageStore;
import io.apogeemq.store.StoreConfig;
import io.apogeemq.store.append.AppendOutcome;
import io.apogeemq.store.append.AppendRequest;
import io.apogeemq.store.append.Crc31;
import io.apogeemq.store.append.HostAddress;
import io.apogeemq.store.crash.StoreModel.QueueName;
import io.apogeemq.store.dispatch.ArrivalListener;
import io.apogeemq.store.file.MappedFile;
import io.apogeemq.store.file.StoreLayout;
import io.apogeemq.store.flush.FlushConfig;
import io.apogeemq.store.flush.FlushConfig.FlushMode;
import io.apogeemq.store.index.IndexConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Power cuts that once cost something, one by one. */
class PowerCutTest {

    private static final int IMAGES = 60;
    private static final int FILE_BYTES = 70 * 1024;
    private static final Path LOG = Path.of("/store/commitlog");
    private static final QueueName QUEUE = new QueueName("t", 0);

    private final ManualClock clock = new ManualClock();

    @Test
    void aLogFileWithASuccessorHasItsLength() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        disk.createDirectories(LOG);
        Path first = LOG.resolve(StoreLayout.segmentName(0));
        Path second = LOG.resolve(StoreLayout.segmentName(FILE_BYTES));
        MappedFile.create(disk, first, FILE_BYTES);
        MappedFile.create(disk, second, FILE_BYTES);

        for (int seed = 0; seed < IMAGES; seed++) {
            SimulatedDisk left = disk.afterPowerCut(seed);
            assertEquals(FILE_BYTES, left.bytesOf(first).length);
        }
    }

    @Test
    void numbersOfLostMessagesAreNotLeftOutAfterAnotherTopicWasDeleted() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(2);
        Running running = open(disk, FlushMode.ASYNC_FLUSH);
        append(running, "t");
        running.loops.takeTurns(random());
        clock.advanceMillis(100);
        running.loops.takeTurns(random()); // forced: one message
        append(running, "t");
        append(running, "other");
        disk.stopWritingBack();
        running.store.deleteTopic("other");
        running.loops.takeTurns(random());

        MessageStore store = open(disk.afterPowerCutWithNothingElse(), FlushMode.ASYNC_FLUSH).store;

        assertEquals(1, store.maxOffset("t", 0));
        assertEquals(1, store.nextOffset("t", 0));
    }

    @Test
    void messagesOfATopicThatCameBackAreSeenThoughTheLogEndsEarlierThanItWasDeleted()
            throws IOException {
        SimulatedDisk disk = new SimulatedDisk(3);
        Running running = open(disk, FlushMode.ASYNC_FLUSH, Duration.ofHours(1));
        disk.stopWritingBack();
        running.loops.takeTurns(random()); // the last flush for an hour
        for (int i = 0; i < 5; i++) {
            append(running, "t");
        }
        running.store.deleteTopic("t");
        running.loops.takeTurns(random());

        SimulatedDisk left = disk.afterPowerCutWithNothingElse();
        Running again = open(left, FlushMode.SYNC_FLUSH);
        append(again, "t");
        again.loops.takeTurns(random());
        assertEquals(1, StoreView.of(again.store, QUEUE).messages().size());

        MessageStore third = open(left.afterPowerCut(5), FlushMode.SYNC_FLUSH).store;
        assertEquals(1, StoreView.of(third, QUEUE).messages().size());
    }

    @Test
    void queuesThatAreAheadOfTheForcedLogForgetWhatIsLost() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(4);
        Running running = open(disk, FlushMode.ASYNC_FLUSH, Duration.ofHours(1));
        disk.stopWritingBack();
        running.loops.takeTurns(random()); // the last flush for an hour
        for (int i = 0; i < 20; i++) {
            append(running, "t");
        }
        running.loops.takeTurns(random());
        clock.advanceMillis(100);
        running.loops.takeTurns(random()); // the checkpoint, long before the log

        for (int seed = 0; seed < IMAGES; seed++) {
            MessageStore store = open(disk.afterPowerCut(seed), FlushMode.ASYNC_FLUSH).store;
            StoreView.of(store, QUEUE);
            assertEquals(0, store.stats().badEntries(), "entries of lost messages");
        }
    }

    // ---- a store on a simulated disk

    private record Running(MessageStore store, ManualLoops loops) {}

    private Running open(SimulatedDisk disk, FlushMode mode) {
        return open(disk, mode, Duration.ofMillis(10));
    }

    private Running open(SimulatedDisk disk, FlushMode mode, Duration flushInterval) {
        StoreConfig config =
                StoreConfig.at(Path.of("/store"))
                        .sizes(FILE_BYTES, 400, 3500)
                        .preallocateBytes(4096)
                        .flush(new FlushConfig(mode, flushInterval, 0, flushInterval))
                        .checkpointInterval(Duration.ofMillis(50))
                        .index(new IndexConfig(true, 8, 40))
                        .retention(CrashScenario.retention(Duration.ofHours(1), 1, 0))
                        .build();
        ManualLoops loops = new ManualLoops(clock);
        MessageStore store = MessageStore.open(config, ArrivalListener.NONE, clock, disk, loops);
        return new Running(store.start(), loops);
    }

    private void append(Running running, String topic) {
        ByteBuffer body = ByteBuffer.wrap(new byte[700]);
        HostAddress host = HostAddress.of(new byte[4], 1);
        AppendRequest request =
                new AppendRequest(
                        topic,
                        0,
                        0,
                        0,
                        1,
                        host,
                        host,
                        0,
                        0,
                        body,
                        Crc31.of(body),
                        new byte[0],
                        0,
                        0);
        assertInstanceOf(AppendOutcome.Appended.class, running.store.append(request));
    }

    private static SplittableRandom random() {
        return new SplittableRandom(1);
    }
}
