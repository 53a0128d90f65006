package io.apogeemq.namesrv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command line: what it prints, and how the process ends. */
class NamesrvMainTest {
    @TempDir private Path home;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return new NamesrvMain(
                        home,
                        Map.of("APOGEE_ENABLE_TOPIC_LIST", "false"),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8))
                .run(args);
    }

    @Test
    void printsItsUsage() {
        assertEquals(0, run("-h"));
        assertTrue(out.toString(UTF_8).contains("--configFile"));
    }

    @Test
    void printsTheSettingsInForce() {
        assertEquals(0, run("-p", "-n", "ignored:9876", "listenPort=1234"));

        List<String> lines = out.toString(UTF_8).lines().toList();
        assertTrue(lines.contains("listenPort=1234"), lines.toString());
        assertTrue(lines.contains("enableTopicList=false"), lines.toString());
        assertTrue(
                lines.contains("kvConfigPath=" + home.resolve("data/namesrv/kvConfig.json")),
                lines.toString());
    }

    @Test
    void explainsTheSettingsInForce() {
        assertEquals(0, run("-p", "--explain", "listenPort=1234"));
        assertTrue(out.toString(UTF_8).contains("listenPort=1234  # command line: Port for"));
    }

    @Test
    void saysWhatIsWrongWithTheCommandLine() throws IOException {
        Path wrong = Files.writeString(home.resolve("wrong.conf"), "a=1\nlistenPrt=9876\n");

        assertEquals(2, run("--unknown"));
        assertEquals(2, run("-c", home.resolve("nowhere.conf").toString()));
        assertEquals(6, run("-c", wrong.toString()));
        assertEquals(6, run("listenPort=many"));

        String said = err.toString(UTF_8);
        assertTrue(said.contains("nowhere.conf': not found"), said);
        assertTrue(said.contains("wrong.conf:2"), said);
        assertTrue(said.contains("nearest is 'listenPort'"), said);
    }

    @Test
    void saysThatAPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertEquals(4, run("listenPort=" + taken.getLocalPort()));
            assertTrue(err.toString(UTF_8).contains(":" + taken.getLocalPort()));
            assertEquals(1, err.toString(UTF_8).lines().count());
        }
    }

    @Test
    void saysThatItsDataCannotBeRead() throws IOException {
        Path file = home.resolve("data/namesrv/kvConfig.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "garbage");

        assertEquals(3, run("listenPort=0"));
        assertTrue(err.toString(UTF_8).contains("kvConfig.json"), err.toString(UTF_8));
    }

    @Test
    @Timeout(60)
    void bootsAsAProcessAndStopsCleanlyOnASignal() throws Exception {
        Path file = Files.writeString(home.resolve("ns.conf"), "listenPort=0\n");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-XX:+UseSerialGC",
                                "-Dapogeemq.home=" + home,
                                "-cp",
                                System.getProperty("java.class.path"),
                                NamesrvMain.class.getName(),
                                "-c",
                                file.toString())
                        .redirectError(home.resolve("stderr.log").toFile())
                        .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            assertEquals("load config properties file OK, " + file, lines.readLine());
            String boot = lines.readLine();
            assertTrue(
                    boot.matches(
                            "The Name Server boot success\\. serializeType=JSON, address"
                                    + " 0\\.0\\.0\\.0:\\d+"),
                    boot);

            long startNanos = System.nanoTime();
            process.destroy(); // SIGTERM
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            Duration stopped = Duration.ofNanos(System.nanoTime() - startNanos);

            assertEquals(0, process.exitValue());
            assertTrue(stopped.toMillis() < 5_000, "stopped in " + stopped);
        } finally {
            process.destroyForcibly();
        }
    }
}
