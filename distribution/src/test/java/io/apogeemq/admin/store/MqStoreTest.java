package io.apogeemq.admin.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.store.MessageStore;
import io.apogeemq.store.StoreConfig;
import io.apogeemq.store.append.AppendOutcome;
import io.apogeemq.store.append.AppendRequest;
import io.apogeemq.store.append.HostAddress;
import io.apogeemq.store.dispatch.ArrivalListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of mqstore on stores that are sound, damaged, or open. */
class MqStoreTest {
    private static final int MESSAGES = 600;
    private static final HostAddress HOST = HostAddress.of(new byte[] {10, 0, 0, 1}, 10911);

    @TempDir Path directory;
    private Path root;
    private final long[] recordOffsets = new long[MESSAGES];

    @BeforeEach
    void fillAStore() {
        root = directory.resolve("store");
        try (MessageStore store = open()) {
            for (int i = 0; i < MESSAGES; i++) {
                var outcome = store.append(message(i));
                recordOffsets[i] =
                        assertInstanceOf(AppendOutcome.Appended.class, outcome).physicalOffset();
            }
        }
    }

    private MessageStore open() {
        return MessageStore.open(
                        StoreConfig.at(root).sizes(128 * 1024, 1000, 16 * 1024).build(),
                        ArrivalListener.NONE,
                        Clock.SYSTEM)
                .start();
    }

    private static AppendRequest message(int i) {
        byte[] body = body(i);
        byte[] properties =
                ("KEYS\u0001k" + i + "\u0002TAGS\u0001t" + i % 5 + "\u0002")
                        .getBytes(StandardCharsets.UTF_8);
        return new AppendRequest(
                "topic-" + i % 2,
                i % 3,
                i,
                0,
                1_700_000_000_000L + i,
                HOST,
                HOST,
                0,
                0,
                ByteBuffer.wrap(body),
                MessageExt.crcOf(body),
                properties,
                0,
                properties.length);
    }

    /** Every third is no text. */
    private static byte[] body(int i) {
        return i % 3 == 0
                ? new byte[] {(byte) 0xC3, 0x28, (byte) i, 1, 2}
                : ("\"grüße\" " + i + "\n" + "x".repeat(300)).getBytes(StandardCharsets.UTF_8);
    }

    private record Run(int exitCode, List<String> out, List<String> err) {}

    private static Run run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode =
                MqStore.run(
                        args,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Run(
                exitCode,
                out.toString(StandardCharsets.UTF_8).lines().toList(),
                err.toString(StandardCharsets.UTF_8).lines().toList());
    }

    private Run onStore(String command, String... more) {
        List<String> args = new ArrayList<>(List.of(command, root.toString()));
        args.addAll(List.of(more));
        return run(args.toArray(String[]::new));
    }

    // ---- verify

    @Test
    void aSoundStoreIsCalledSound() {
        Run run = onStore("verify");

        assertEquals(0, run.exitCode(), run::toString);
        assertEquals("the store is sound", run.out().get(run.out().size() - 1));
    }

    @Test
    void damageIsNamedExplainedAndMeansExitCodeOne() throws IOException {
        flip(log(), recordOffsets[7] + 100);

        Run run = onStore("verify");

        assertEquals(1, run.exitCode(), run::toString);
        String text = String.join("\n", run.out());
        assertTrue(text.contains("DAMAGE  RECORD_DAMAGED"), text);
        assertTrue(text.contains("log offset " + recordOffsets[7]), text);
        assertTrue(text.contains("topic 'topic-1' queue 1, queue offset 1"), text);
        assertTrue(text.contains("means  bytes of the log are no whole record"), text);
        assertTrue(text.contains("the store is damaged: {"), text);
    }

    @Test
    void findingsAreToldAsJsonToo() throws IOException {
        flip(log(), recordOffsets[7] + 100);

        Run run = onStore("verify", "--output", "json");

        JsonObject first = WireJson.object(run.out().get(0));
        assertEquals("RECORD_DAMAGED", first.requireString("kind"));
        assertEquals(recordOffsets[7], first.longOr("physicalOffset", -1));
        JsonObject last = WireJson.object(run.out().get(run.out().size() - 1));
        assertFalse(last.booleanOr("sound", true));
    }

    @Test
    void verifyKeepsToItsRate() {
        long begin = System.nanoTime();

        Run run = onStore("verify", "--rate", "10m");

        assertEquals(0, run.exitCode());
        assertTrue(System.nanoTime() - begin > 400_000_000L);
    }

    // ---- rebuild

    @Test
    void rebuiltQueuesAreTheSameByteForByte() throws IOException {
        Map<String, byte[]> before = queueFiles();
        assertFalse(before.isEmpty());

        Run run = onStore("rebuild");

        assertEquals(0, run.exitCode(), run::toString);
        assertSame(before, queueFiles());
        assertTrue(run.out().contains("built again from 600 records of the log"), run::toString);
        assertFalse(Files.exists(root.resolve("quarantine")));
        assertEquals(0, onStore("verify").exitCode());
        try (MessageStore store = open()) {
            assertEquals(0, store.recordsScannedAtOpen());
        }
    }

    @Test
    void rebuildKeepsTheOldFilesWhenAsked() throws IOException {
        assertEquals(0, onStore("rebuild", "--keep").exitCode());

        try (Stream<Path> kept = Files.walk(root.resolve("quarantine"))) {
            assertTrue(kept.anyMatch(path -> path.endsWith("consumequeue/topic-1/1")));
        }
    }

    // ---- repair

    @Test
    void repairLeavesASoundStoreAlone() throws IOException {
        Map<String, byte[]> before = allFiles();

        Run run = onStore("repair");

        assertEquals(0, run.exitCode(), run::toString);
        assertEquals("nothing to repair", run.out().get(run.out().size() - 1));
        assertSame(before, allFiles());
    }

    @Test
    void repairMakesQueuesCheckpointAndSettingsRight() throws IOException {
        Map<String, byte[]> sound = queueFiles();
        flip(queue(), 45);
        Files.delete(root.resolve("consumequeue/topic-1/1/00000000000000000000"));
        flip(root.resolve("checkpoint"), 50);
        Path config = Files.createDirectories(root.resolve("config"));
        Files.writeString(config.resolve("topics.json"), "{\"topicConfigTa");
        Files.writeString(
                config.resolve("topics.json.bak"), "{\"a\":{},\"topic-0\":1,\"topic-1\":1}");

        Run run = onStore("repair");

        assertEquals(0, run.exitCode(), run::toString);
        assertEquals("the store is sound", run.out().get(run.out().size() - 1));
        assertSame(sound, queueFiles());
        assertEquals(
                "{\"a\":{},\"topic-0\":1,\"topic-1\":1}",
                Files.readString(config.resolve("topics.json")));
        try (Stream<Path> kept = Files.walk(root.resolve("quarantine"))) {
            assertTrue(kept.anyMatch(path -> path.endsWith("config/topics.json")));
        }
    }

    @Test
    void repairChangesNoByteOfTheLogAndSaysThatDamageStays() throws IOException {
        flip(log(), recordOffsets[7] + 100);
        flip(queue(), 45);
        byte[] before = Files.readAllBytes(log());

        Run run = onStore("repair");

        assertEquals(1, run.exitCode(), run::toString);
        assertEquals(-1, mismatch(before, Files.readAllBytes(log())));
        assertTrue(
                run.out().stream().anyMatch(line -> line.contains("stay as they are")),
                run::toString);
        assertTrue(
                run.out().get(run.out().size() - 1).startsWith("the store is damaged:"),
                run::toString);
        assertFalse(run.out().get(run.out().size() - 1).contains("ENTRY"), run::toString);
    }

    @Test
    void aShortLogFileIsFilledUpSoThatTheStoreOpens() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log().toFile(), "rw")) {
            file.setLength(100_000);
        }

        Run run = onStore("repair");

        assertEquals(1, run.exitCode(), run::toString);
        assertEquals(131072, Files.size(log()));
        try (MessageStore store = open()) {
            assertEquals(100, store.maxOffset("topic-1", 1));
        }
    }

    @Test
    void aDryRunChangesNothing() throws IOException {
        flip(queue(), 45);
        Map<String, byte[]> before = allFiles();

        Run repair = onStore("repair", "--dry-run");
        Run rebuild = onStore("rebuild", "--dry-run");

        assertEquals(1, repair.exitCode(), repair::toString);
        assertEquals(0, rebuild.exitCode(), rebuild::toString);
        assertTrue(repair.out().stream().anyMatch(l -> l.startsWith("would do: ")));
        assertSame(before, allFiles());
    }

    // ---- dump

    @Test
    void dumpsEveryMessageAsItWasStored() {
        Run run = onStore("dump");

        assertEquals(0, run.exitCode());
        assertEquals(MESSAGES, run.out().size());
        for (int i = 0; i < MESSAGES; i++) {
            JsonObject json = WireJson.object(run.out().get(i));
            assertEquals("topic-" + i % 2, json.requireString("topic"));
            assertEquals(i % 3, json.longOr("queueId", -1));
            assertEquals(recordOffsets[i], json.longOr("physicalOffset", -1));
            assertEquals(1_700_000_000_000L + i, json.longOr("bornTime", -1));
            assertEquals("10.0.0.1:10911", json.requireString("bornHost"));
            assertEquals(i, json.longOr("flag", -1));
            byte[] body =
                    json.has("body")
                            ? json.requireString("body").getBytes(StandardCharsets.UTF_8)
                            : Base64.getDecoder().decode(json.requireString("bodyBase64"));
            assertEquals(-1, mismatch(body(i), body));
            assertTrue(run.out().get(i).contains("\"KEYS\":\"k" + i + "\""));
        }
    }

    @Test
    void dumpsWhatIsAskedFor() {
        assertEquals(300, onStore("dump", "--topic", "topic-1").out().size());
        assertEquals(100, onStore("dump", "-t", "topic-1", "-i", "2").out().size());
        assertEquals(7, onStore("dump", "--limit", "7").out().size());
        assertEquals(0, onStore("dump", "--to", "1000").out().size());
        assertEquals(MESSAGES, onStore("dump", "--from", "2020-01-31#00:00:00:000").out().size());
        assertFalse(
                onStore("dump", "--limit", "1", "--body", "none").out().get(0).contains("body"));
    }

    @Test
    void dumpsWhatIsWholeInADamagedStore() throws IOException {
        flip(log(), recordOffsets[7] + 100);
        Files.delete(root.resolve("checkpoint"));

        Run run = onStore("dump");

        assertEquals(MESSAGES - 1, run.out().size());
        assertEquals(1, run.err().size(), run::toString);
        assertTrue(run.err().get(0).startsWith("damaged: log offsets " + recordOffsets[7]));
    }

    // ---- usage

    @Test
    void aStoreThatIsOpenIsLeftAlone() {
        try (MessageStore store = open()) {
            for (String command : new String[] {"verify", "repair", "rebuild", "dump"}) {
                Run run = onStore(command);

                assertEquals(2, run.exitCode());
                assertTrue(run.err().get(0).contains("is in use by process"), run::toString);
                assertTrue(run.err().get(0).contains("mqadmin storeVerify"), run::toString);
            }
            assertEquals(100, store.maxOffset("topic-1", 1));
        }
    }

    @Test
    void wrongUsageIsExplained() {
        assertUsage("there is no command 'verfy'", "verfy", "x");
        assertUsage("say which store", "verify");
        assertUsage("is no store", "verify", directory.toString());
        assertUsage("there is no option '--rat'", "verify", root.toString(), "--rat", "5");
        assertUsage("must be a size", "verify", root.toString(), "--rate", "fast");
        assertUsage("must be milliseconds", "dump", root.toString(), "--from", "yesterday");
        assertUsage("must be auto", "dump", root.toString(), "--body", "hex");
        assertUsage("must be text or json", "verify", root.toString(), "--output", "xml");
    }

    private static void assertUsage(String expected, String... args) {
        Run run = run(args);
        assertEquals(2, run.exitCode(), run::toString);
        assertTrue(run.err().get(0).contains(expected), run::toString);
    }

    @Test
    void helpListsCommandsAndOptions() {
        assertTrue(run("help").out().stream().anyMatch(l -> l.startsWith("  rebuild")));
        assertTrue(run("help", "dump").out().stream().anyMatch(l -> l.contains("--topic")));
        assertTrue(run("verify", "-h").out().stream().anyMatch(l -> l.contains("--rate")));
        assertEquals(0, run().exitCode());
    }

    // ---- files

    private Path log() {
        return root.resolve("commitlog").resolve("00000000000000000000");
    }

    private Path queue() {
        return root.resolve("consumequeue/topic-0/0/00000000000000000000");
    }

    private static void flip(Path file, long position) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(position);
            int old = bytes.read();
            bytes.seek(position);
            bytes.write(old ^ 0x10);
        }
    }

    private Map<String, byte[]> queueFiles() throws IOException {
        return files(root.resolve("consumequeue"));
    }

    private Map<String, byte[]> allFiles() throws IOException {
        Map<String, byte[]> files = files(root);
        files.remove("lock");
        return files;
    }

    private static Map<String, byte[]> files(Path tree) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                if (path.getParent().endsWith("index")) {
                    continue; // large, and named by the time it was made
                }
                files.put(tree.relativize(path).toString(), Files.readAllBytes(path));
            }
        }
        return files;
    }

    private static void assertSame(Map<String, byte[]> expected, Map<String, byte[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach(
                (name, content) -> assertEquals(-1, mismatch(content, actual.get(name)), name));
    }

    private static int mismatch(byte[] one, byte[] other) {
        return Arrays.mismatch(one, other);
    }
}
