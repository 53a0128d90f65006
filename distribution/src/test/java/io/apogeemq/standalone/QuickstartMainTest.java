package io.apogeemq.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartMainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir Path home;

    @Test
    void everyMessageComesOnceAndNothingIsLeftBehind() {
        int exitCode = run("--messages", "5000");

        assertEquals(0, exitCode, this::printed);
        assertTrue(
                printed()
                        .contains(
                                "5,000 messages of 128 bytes sent and received, each exactly once"),
                this::printed);
        assertTrue(printed().contains("p99.9"), this::printed);
        assertFalse(Files.exists(home.resolve("data").resolve("quickstart")));
    }

    @Test
    void refusesACountThatIsNone() {
        assertEquals(2, run("--messages", "none"));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("'none'"));
    }

    @Test
    void explainsItself() {
        assertEquals(0, run("-h"));
        assertTrue(printed().contains("--keep"));
    }

    private int run(String... args) {
        return new QuickstartMain(
                        home,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(args);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
    }
}
