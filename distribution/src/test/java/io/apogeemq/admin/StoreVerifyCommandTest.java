package io.apogeemq.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.e2e.Dispatch;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.standalone.StandaloneServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command storeVerify against a broker that is at work. */
class StoreVerifyCommandTest {
    private static final int MESSAGES = 20;

    @TempDir Path home;
    private StandaloneServer server;

    @BeforeEach
    void startServers() {
        server = CommandServer.start(home);
        run("updateTopic", "-c", "DefaultCluster", "-t", "verified");
        for (int i = 0; i < MESSAGES; i++) {
            CommandLineRun sent = run("sendMessage", "-t", "verified", "-p", "message " + i);
            assertEquals(0, sent.exitCode(), sent.err());
        }
        Dispatch.await(server.nameServerAddress());
    }

    @AfterEach
    void stopServers() {
        server.close();
    }

    @Test
    void findsASoundStoreSound() {
        CommandLineRun run = run("storeVerify", "-c", "DefaultCluster");

        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.outLines().get(0).contains(": complete, begun "), run.out());
        assertTrue(run.outLines().get(0).contains(MESSAGES + " records in "), run.out());
        assertEquals("no damage found", run.outLines().get(run.outLines().size() - 1));
    }

    @Test
    void showsDamageThatTheDiskDidAndExitsWithOne() throws IOException {
        damageTheThirdMessage();

        CommandLineRun run = run("storeVerify", "-c", "DefaultCluster", "--rate", "100m");

        assertEquals(1, run.exitCode(), run.out());
        assertTrue(run.out().contains("DAMAGE  RECORD_DAMAGED"), run.out());
        assertTrue(run.out().contains("topic 'verified' queue"), run.out());
        assertTrue(run.err().contains("damaged: the store of 127.0.0.1:"), run.err());
        CommandLineRun again = run("storeVerify", "-c", "DefaultCluster", "--status");
        assertEquals(run.out(), again.out());
        CommandLineRun state = run("brokerStatus", "-c", "DefaultCluster");
        assertTrue(state.out().contains("apogee.storeVerifyState"), state.out());
        assertTrue(
                state.outLines().stream()
                        .anyMatch(
                                line ->
                                        line.contains("apogee.storeVerifyDamages")
                                                && !line.endsWith(": 0")),
                state.out());
    }

    @Test
    void answersAsJson() {
        CommandLineRun run = run("storeVerify", "-c", "DefaultCluster", "--output", "json");

        assertEquals(0, run.exitCode(), run.err());
        var brokers =
                WireJson.object(run.out().getBytes(StandardCharsets.UTF_8))
                        .requireObject("brokers");
        assertEquals(1, brokers.size());
        assertTrue(run.out().contains("\"records\":" + MESSAGES), run.out());
    }

    @Test
    void showsTheLatestAndStopsOneUnderWay() {
        CommandLineRun none = run("storeVerify", "-c", "DefaultCluster", "--status");
        CommandLineRun stopped = run("storeVerify", "-c", "DefaultCluster", "--stop");
        CommandLineRun wrong = run("storeVerify", "-c", "DefaultCluster", "--rate", "quick");

        assertEquals(0, none.exitCode(), none.err());
        assertTrue(none.out().contains("not verified since the broker started"), none.out());
        assertEquals(0, stopped.exitCode(), stopped.err());
        assertEquals(2, wrong.exitCode());
        assertTrue(wrong.err().contains("must be a size"), wrong.err());
    }

    private void damageTheThirdMessage() throws IOException {
        Path log;
        try (var paths = Files.walk(home)) {
            log =
                    paths.filter(p -> p.endsWith("00000000000000000000"))
                            .filter(p -> p.getParent().endsWith("commitlog"))
                            .findFirst()
                            .orElseThrow();
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            int position = 0;
            for (int i = 0; i < 2; i++) {
                file.seek(position);
                position += file.readInt();
            }
            file.seek(position + 90);
            file.write('#');
        }
    }

    private CommandLineRun run(String... args) {
        return CommandLineRun.at(server, args);
    }
}
