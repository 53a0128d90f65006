package io.apogeemq.admin;

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
