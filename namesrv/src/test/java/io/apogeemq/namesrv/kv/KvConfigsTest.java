package io.apogeemq.namesrv.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.server.RequestRefused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KvConfigsTest {
    @TempDir private Path directory;
    private Path file;

    @BeforeEach
    void choosePath() {
        file = directory.resolve("not/yet/there/kvConfig.json");
    }

    @Test
    void startsEmptyWithoutAFile() throws IOException {
        KvConfigs configs = KvConfigs.open(file);

        assertEquals(Optional.empty(), configs.value("ns", "k"));
        assertEquals(Optional.empty(), configs.namespace("ns"));
    }

    @Test
    void hasEveryChangeOnDiskWhenItReturns() throws IOException {
        KvConfigs configs = KvConfigs.open(file);
        configs.put("ns", "k", "old");
        configs.put("ns", "k", "ü \"quoted\"");
        configs.put("ns", "k2", "v2");
        configs.put("other", "k", "v");
        configs.delete("ns", "k2");
        configs.delete("ns", "never there");

        KvConfigs reopened = KvConfigs.open(file);

        assertEquals(Optional.of(Map.of("k", "ü \"quoted\"")), reopened.namespace("ns"));
        assertEquals(Optional.of("v"), reopened.value("other", "k"));
    }

    @Test
    void writesTheFileAsThePeerDoes() throws IOException {
        KvConfigs configs = KvConfigs.open(file);

        configs.put("ORDER_TOPIC_CONFIG", "orders", "brk-a:4");

        assertEquals(
                "{\"configTable\":{\"ORDER_TOPIC_CONFIG\":{\"orders\":\"brk-a:4\"}}}",
                Files.readString(file));
    }

    @Test
    void goesBackToTheBackupOfADamagedFile() throws IOException {
        KvConfigs configs = KvConfigs.open(file);
        configs.put("ns", "k", "v1");
        configs.put("ns", "k", "v2");
        Files.write(file, "{\"configTa".getBytes(StandardCharsets.UTF_8));

        assertEquals(Optional.of("v1"), KvConfigs.open(file).value("ns", "k"));
    }

    @Test
    void doesNotStartEmptyWhenNoVersionCanBeRead() throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, "garbage".getBytes(StandardCharsets.UTF_8));

        IOException problem = assertThrows(IOException.class, () -> KvConfigs.open(file));

        assertTrue(problem.getMessage().contains("kvConfig.json"), problem.getMessage());
    }

    @Test
    void makesNoChangeThatItCannotWrite() throws IOException {
        KvConfigs configs = KvConfigs.open(file);
        configs.put("ns", "k", "v1");
        Path temp = file.resolveSibling(file.getFileName() + ".tmp");
        Files.createDirectory(temp);

        assertThrows(IOException.class, () -> configs.put("ns", "k", "v2"));

        assertEquals(Optional.of("v1"), configs.value("ns", "k"));
    }

    @Test
    void doesNotGrowWithoutEnd() throws IOException {
        KvConfigs configs = KvConfigs.open(file);
        configs.put("ns", "k", "x".repeat(1_000_000));

        RequestRefused refused =
                assertThrows(
                        RequestRefused.class, () -> configs.put("ns", "k2", "x".repeat(100_000)));
        configs.put("ns", "k2", "short");
        configs.delete("ns", "k");

        assertEquals(ResponseCode.SYSTEM_BUSY, refused.responseCode());
        assertEquals(Optional.of(Map.of("k2", "short")), configs.namespace("ns"));
    }
}
