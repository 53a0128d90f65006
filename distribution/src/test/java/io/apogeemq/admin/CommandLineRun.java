package io.apogeemq.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.standalone.StandaloneServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What one run of mqadmin printed and gave back. */
record CommandLineRun(int exitCode, String out, String err) {

    /** Runs mqadmin with an empty environment. */
    static CommandLineRun of(String... args) {
        return in(Map.of(), args);
    }

    /** Runs mqadmin in an environment. */
    static CommandLineRun in(Map<String, String> environment, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = MqAdmin.run(args, stream(out), stream(err), environment);
        return new CommandLineRun(
                exitCode,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    /** Runs mqadmin with the NameServer of a server in its environment. */
    static CommandLineRun at(StandaloneServer server, String... args) {
        return in(Map.of("NAMESRV_ADDR", server.nameServerAddress()), args);
    }

    static void assertDone(CommandLineRun run) {
        assertEquals(0, run.exitCode(), run.err());
        assertEquals("", run.err());
    }

    /** What it printed, as one JSON object. */
    static JsonObject json(CommandLineRun run) {
        return WireJson.object(run.out().getBytes(StandardCharsets.UTF_8));
    }

    static List<String> words(String line) {
        return List.of(line.trim().split("\\s+"));
    }

    List<String> outLines() {
        return out.lines().toList();
    }

    List<String> errLines() {
        return err.lines().toList();
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
