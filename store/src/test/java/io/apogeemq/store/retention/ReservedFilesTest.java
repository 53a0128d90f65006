package io.apogeemq.store.retention;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.store.append.RefusalReason;
import io.apogeemq.store.append.WriteGate;
import io.apogeemq.store.file.ForwardingFiles;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.file.StoreLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small files on a disk that is full but for their reserve. */
class ReservedFilesTest {

    private static final byte[] CONTENT = {1, 2, 3};

    @TempDir Path root;

    private final WriteGate gate = new WriteGate();
    private final Queue<Runnable> meanwhile = new ArrayDeque<>(); // each: a write finds no room
    private StoreLayout layout;
    private DiskSpaceGuard guard;
    private ReservedFiles files;
    private Path small;

    @BeforeEach
    void reserve() throws IOException {
        layout = new StoreLayout(root, root.resolve("commitlog"));
        guard = new DiskSpaceGuard(StoreFiles.onDisk(), layout, gate);
        files =
                new ReservedFiles(
                        new ForwardingFiles(StoreFiles.onDisk()) {
                            @Override
                            public void writeForced(Path path, byte[] content) throws IOException {
                                Runnable event = meanwhile.poll();
                                if (event != null) {
                                    event.run();
                                    throw new IOException("No space left on device");
                                }
                                super.writeForced(path, content);
                            }
                        },
                        guard);
        Files.write(layout.reserveFile(), new byte[4096]);
        small = root.resolve("small.json");
    }

    private static IOException full() {
        return new IOException("No space left on device");
    }

    @Test
    void givesTheReserveToTheFirstThatFindsNoRoom() throws IOException {
        meanwhile.add(() -> {});

        files.writeForced(small, CONTENT);

        assertArrayEquals(CONTENT, Files.readAllBytes(small));
        assertFalse(Files.exists(layout.reserveFile()));
        assertEquals(RefusalReason.DISK_SPACE_LOW, gate.closed().orElseThrow().reason());
    }

    @Test
    void writesAgainWhenAnotherOneGaveTheReserveUpMeanwhile() throws IOException {
        meanwhile.add(() -> assertTrue(guard.giveUpReserve(guard.timesGivenUp(), full())));

        files.writeForced(small, CONTENT);

        assertArrayEquals(CONTENT, Files.readAllBytes(small));
    }

    @Test
    void failsWhenTheReserveIsUsedUp() throws IOException {
        meanwhile.add(() -> {});
        meanwhile.add(() -> {});

        assertThrows(IOException.class, () -> files.writeForced(small, CONTENT));
    }

    @Test
    void letsTheLogEndItsGrowthFirstAndThenGrowNoMore() throws Exception {
        CountDownLatch grows = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        CompletableFuture<Boolean> growth =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return gate.grow(
                                        () -> {
                                            grows.countDown();
                                            join(mayEnd);
                                        });
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        });
        join(grows);
        CompletableFuture<Boolean> givenUp =
                CompletableFuture.supplyAsync(() -> guard.giveUpReserve(0, full()));
        Awaitility.await().until(() -> !gate.isOpen());
        assertTrue(Files.exists(layout.reserveFile()), "the log would take it");

        mayEnd.countDown();

        assertTrue(growth.get(10, TimeUnit.SECONDS));
        assertTrue(givenUp.get(10, TimeUnit.SECONDS));
        assertFalse(gate.grow(() -> Files.createFile(root.resolve("never"))));
        assertFalse(Files.exists(root.resolve("never")));
    }

    private static void join(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
