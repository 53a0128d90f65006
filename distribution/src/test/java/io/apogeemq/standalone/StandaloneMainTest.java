package io.apogeemq.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.broker.config.BrokerConfigKeys;
import io.apogeemq.common.config.ConfigValues;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandaloneMainTest {
    private static final List<String> SETTINGS =
            List.of(
                    "bindAddress=127.0.0.1",
                    "brokerIP1=127.0.0.1",
                    "listenPort=0",
                    "brokerName=broker-a",
                    "mappedFileSizeCommitLog=16777216");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir Path home;

    @Test
    void bothStartOnFreePortsAndStopWithinTwoSeconds() {
        StandaloneServer server = start(0);

        List<String> lines = server.bootLines();
        long startNanos = System.nanoTime();
        server.close();
        Duration took = Duration.ofNanos(System.nanoTime() - startNanos);

        assertEquals(
                "The Name Server boot success. serializeType=JSON, address "
                        + server.nameServerAddress(),
                lines.get(0));
        assertTrue(
                lines.get(1)
                        .matches(
                                "The broker\\[broker-a, 127\\.0\\.0\\.1:\\d+] boot success\\."
                                        + " serializeType=JSON and name server is "
                                        + server.nameServerAddress()),
                lines.get(1));
        assertTrue(took.compareTo(Duration.ofSeconds(2)) < 0, took.toString());
    }

    @Test
    void saysWhichPortIsTaken() {
        try (StandaloneServer server = start(0)) {
            String port = server.nameServerAddress().replaceFirst(".*:", "");

            int exitCode = run("-n", port, "bindAddress=127.0.0.1", "listenPort=0");

            assertEquals(StandaloneMain.PORT_TAKEN, exitCode);
            assertTrue(errors().contains(":" + port), errors());
        }
    }

    @Test
    void saysThatTheStoreIsInUse() {
        try (StandaloneServer server = start(0)) {
            int exitCode = run("--ports", "auto", "bindAddress=127.0.0.1");

            assertEquals(StandaloneMain.STORE_IN_USE, exitCode, this::errors);
            assertTrue(server.nameServerAddress().startsWith("127.0.0.1:"));
        }
    }

    @Test
    void refusesAnUnknownSettingAndNamesTheNearest() {
        assertEquals(StandaloneMain.WRONG_SETTING, run("--ports", "auto", "listenPrt=1"));
        assertTrue(errors().contains("listenPort"), errors());
    }

    @Test
    void refusesAWrongOptionAPortThatIsNoneAndOtherPortsThanAuto() {
        assertEquals(StandaloneMain.WRONG_USE, run("--nonsense"));
        assertEquals(StandaloneMain.WRONG_USE, run("-n", "70000"));
        assertEquals(StandaloneMain.WRONG_USE, run("--ports", "many"));
        assertEquals(StandaloneMain.WRONG_USE, run("-c", home.resolve("absent.conf").toString()));
    }

    @Test
    void explainsItself() {
        assertEquals(StandaloneMain.OK, run("-h"));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("--ports auto"));
    }

    private StandaloneServer start(int nameServerPort) {
        ConfigValues values = BrokerConfigKeys.SCHEMA.resolver().words(SETTINGS).resolve();
        return StandaloneServer.start(home, nameServerPort, values, Optional.empty());
    }

    private int run(String... args) {
        return new StandaloneMain(
                        home,
                        Map.of(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(args);
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
