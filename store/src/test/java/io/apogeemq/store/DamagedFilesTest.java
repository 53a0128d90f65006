package io.apogeemq.store;

import static io.apogeemq.store.StoreFixture.append;
import static io.apogeemq.store.StoreFixture.awaitDispatched;
import static io.apogeemq.store.StoreFixture.bodies;
import static io.apogeemq.store.StoreFixture.config;
import static io.apogeemq.store.StoreFixture.copyTree;
import static io.apogeemq.store.StoreFixture.deleteTree;
import static io.apogeemq.store.StoreFixture.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.CapturedLog;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every file and directory beside the log may be missing, cut, overwritten, or something else: the store
 * opens, serves every message at its offset, goes on numbering where it was, and says what was wrong.
 */
class DamagedFilesTest {
    private static final int MESSAGES = 120; // of each queue: three files of 50 entries

    /** What happens to a file or directory. */
    enum Harm {
        MISSING,
        EMPTY,
        CUT,
        GARBAGE,
        OTHER_KIND
    }

    /** How the store was left. */
    enum Left {
        CLEAN,
        CRASHED
    }

    private static final List<String> DIRECTORIES =
            List.of("consumequeue", "consumequeue/t", "consumequeue/t/0", "index");
    private static final List<String> FILES =
            List.of(
                    "consumequeue/t/0/00000000000000000000",
                    "consumequeue/t/0/00000000000000001000",
                    "consumequeue/t/0/00000000000000002000",
                    "checkpoint",
                    "queues",
                    "queues.bak",
                    "abort",
                    "lock");

    @TempDir Path directory;

    static List<Arguments> everyHarm() {
        List<Arguments> all = new ArrayList<>();
        for (Left left : Left.values()) {
            for (Harm harm : Harm.values()) {
                DIRECTORIES.forEach(name -> all.add(Arguments.of(left, name, harm)));
                FILES.forEach(name -> all.add(Arguments.of(left, name, harm)));
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("everyHarm")
    void servesEverythingWithoutWhatCanBeMadeAgain(Left left, String name, Harm harm)
            throws IOException {
        Path root = makeStore(left);
        Path victim = root.resolve(name);
        boolean wasThere = Files.exists(victim);
        harm(victim, harm, DIRECTORIES.contains(name));

        try (CapturedLog log = new CapturedLog()) {
            try (MessageStore store = open(config(root))) {
                expectAll(store, MESSAGES);
                assertEquals(MESSAGES, append(store, "t", 0, "m" + MESSAGES).queueOffset());
                assertEquals(MESSAGES, append(store, "u", 1, "m" + MESSAGES).queueOffset());
                awaitDispatched(store);
                expectAll(store, MESSAGES + 1);
            }
            try (MessageStore store = open(config(root))) {
                expectAll(store, MESSAGES + 1);
                assertEquals(0, store.recordsScannedAtOpen(), "the stop was clean");
            }
            if (wasThere && harm == Harm.OTHER_KIND) {
                assertTrue(
                        log.warnings().stream().anyMatch(line -> line.contains(victim.toString())),
                        () -> "no warning names '" + victim + "': " + log.warnings());
            }
        }
    }

    /** What happens to files of the log itself: only what was in the harmed part may be missing. */
    @ParameterizedTest
    @ValueSource(strings = {"short", "empty", "long", "missing", "directory"})
    void servesWhatIsLeftOfTheLog(String harm) throws IOException {
        Path root = directory.resolve("store");
        String padding = "x".repeat(2000);
        int count = 300; // five files
        try (MessageStore store = open(config(root))) {
            for (int i = 0; i < count; i++) {
                append(store, "t", 0, i + padding);
            }
        }
        Path middle = root.resolve("commitlog/00000000000000262144");
        switch (harm) {
            case "short" -> truncate(middle, 100_000);
            case "empty" -> truncate(middle, 0);
            case "long" -> Files.write(middle, garbage(999), StandardOpenOption.APPEND);
            case "missing" -> Files.delete(middle);
            default -> {
                Files.delete(middle);
                Files.createDirectories(middle.resolve("inside"));
            }
        }
        List<String> before = new ArrayList<>();
        try (CapturedLog log = new CapturedLog();
                MessageStore store = open(config(root))) {
            before.addAll(bodies(store, "t", 0, 0));
            int lost = count - before.size();
            assertTrue(harm.equals("long") ? lost == 0 : lost > 5 && lost < 70, "lost " + lost);
            assertEquals(harm.equals("long") ? 0 : 1, store.damage().skippedRanges().size());
            assertEquals(count, store.maxOffset("t", 0));
            assertEquals(count, append(store, "t", 0, "next").queueOffset());
            assertTrue(
                    log.warnings().stream().anyMatch(line -> line.contains(middle.toString())),
                    () -> log.warnings().toString());
        }
        Files.createFile(root.resolve("abort")); // the log is read, now that a part is missing
        before.add("next");
        try (MessageStore store = open(config(root))) {
            assertEquals(before, bodies(store, "t", 0, 0));
            assertEquals(count + 1, store.maxOffset("t", 0));
        }
    }

    @Test
    void ignoresNamesThatAreNoPartOfTheLog() throws IOException {
        Path root = makeStore(Left.CLEAN);
        Files.writeString(root.resolve("commitlog/99999999999999999999"), "not a number we have");
        Files.writeString(root.resolve("commitlog/00000000000000000777"), "inside another file");
        Files.writeString(root.resolve("commitlog/notes\u00e9\n.txt"), "foreign");
        Files.createDirectories(root.resolve("commitlog/lost+found"));

        try (MessageStore store = open(config(root))) {
            expectAll(store, MESSAGES);
        }
    }

    @Test
    void doesNotTakeAnUnmountedDiskForAnEmptyStore() throws IOException {
        Path root = makeStore(Left.CLEAN);
        Files.move(root.resolve("commitlog"), root.resolve("elsewhere"));

        var refused = assertThrows(StoreException.class, () -> open(config(root)));

        assertTrue(refused.getMessage().contains("is the disk mounted?"), refused.getMessage());
        deleteTree(root.resolve("commitlog"));
        Files.move(root.resolve("elsewhere"), root.resolve("commitlog"));
        try (MessageStore store = open(config(root))) {
            expectAll(store, MESSAGES);
        }
    }

    @Test
    void saysWhichFileSizeTheLogHas() throws IOException {
        Path root = directory.resolve("store");
        try (MessageStore store = open(config(root))) {
            for (int i = 0; i < 200; i++) {
                append(store, "t", 0, "x".repeat(3000));
            }
        }
        StoreConfig smaller = config(root).toBuilder().sizes(96 * 1024, 1000, 16 * 1024).build();

        var refused = assertThrows(StoreException.class, () -> open(smaller));

        assertTrue(
                refused.getMessage().contains("set mappedFileSizeCommitLog to '131072'"),
                refused.getMessage());
    }

    private Path makeStore(Left left) throws IOException {
        Path made = directory.resolve("made");
        Path crashed = directory.resolve("crashed");
        for (int round = 0; round < 2; round++) { // twice, so that there is a .bak of everything
            try (MessageStore store = open(config(made))) {
                for (int i = round * MESSAGES / 2; i < (round + 1) * MESSAGES / 2; i++) {
                    append(store, "t", 0, "m" + i);
                    append(store, "u", 1, "m" + i);
                }
                awaitDispatched(store);
                if (round == 1 && left == Left.CRASHED) {
                    copyTree(made, crashed);
                }
            }
        }
        return left == Left.CRASHED ? crashed : made;
    }

    private static void expectAll(MessageStore store, int count) {
        List<String> wanted = IntStream.range(0, count).mapToObj(i -> "m" + i).toList();
        assertEquals(wanted, bodies(store, "t", 0, 0));
        assertEquals(wanted, bodies(store, "u", 1, 0));
        assertEquals(0, store.minOffset("t", 0));
        assertEquals(count, store.maxOffset("t", 0));
        assertEquals(List.of(), store.damage().skippedRanges());
    }

    private static void harm(Path victim, Harm harm, boolean isDirectory) throws IOException {
        if (!Files.exists(victim)) {
            if (harm == Harm.GARBAGE && !isDirectory) {
                Files.write(victim, garbage(100));
            } else if (harm == Harm.OTHER_KIND && !isDirectory) {
                Files.createDirectories(victim.resolve("inside"));
            }
            return;
        }
        if (isDirectory) {
            harmDirectory(victim, harm);
            return;
        }
        byte[] content = Files.readAllBytes(victim);
        switch (harm) {
            case MISSING -> Files.delete(victim);
            case EMPTY -> Files.write(victim, new byte[0]);
            case CUT -> truncate(victim, content.length / 2);
            case GARBAGE -> Files.write(victim, garbage(content.length));
            case OTHER_KIND -> {
                Files.delete(victim);
                Files.createDirectories(victim.resolve("inside"));
            }
        }
    }

    private static void harmDirectory(Path victim, Harm harm) throws IOException {
        switch (harm) {
            case MISSING -> deleteTree(victim);
            case EMPTY -> {
                deleteTree(victim);
                Files.createDirectory(victim);
            }
            case CUT -> {
                List<Path> files = filesIn(victim);
                for (Path file : files.subList(0, files.size() / 2)) {
                    Files.delete(file);
                }
            }
            case GARBAGE -> {
                for (Path file : filesIn(victim)) {
                    Files.write(file, garbage((int) Files.size(file)));
                }
            }
            case OTHER_KIND -> {
                deleteTree(victim);
                Files.writeString(victim, "a file");
            }
        }
    }

    private static byte[] garbage(int length) {
        byte[] bytes = new byte[length];
        new Random(4711).nextBytes(bytes);
        return bytes;
    }

    private static List<Path> filesIn(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            return new ArrayList<>(paths.filter(Files::isRegularFile).sorted().toList());
        }
    }

    private static void truncate(Path file, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }
}
