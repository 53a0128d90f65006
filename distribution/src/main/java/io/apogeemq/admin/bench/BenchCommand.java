package io.apogeemq.admin.bench;

import io.apogeemq.admin.bench.BenchOptions.Load;
import io.apogeemq.admin.bench.BenchOptions.Way;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** The options of {@code mqadmin bench}, and what they mean when they are not given. */
public final class BenchCommand {
    private static final int DEFAULT_BODY_BYTES = 128;
    private static final int DEFAULT_BATCH = 32;

    private BenchCommand() {}

    /** What {@code mqadmin bench} takes, beside {@code -n}. */
    public static Options options() {
        return new Options()
                .addOption(
                        "l", "load", true, "produce, batch, sync, drain or e2e (default produce)")
                .addOption(
                        null,
                        "via",
                        true,
                        "raw: pre-encoded frames; client: the client library (default raw)")
                .addOption("t", "topic", true, "topic, created when missing (default Bench)")
                .addOption("q", "queues", true, "queues of the topic (default 4)")
                .addOption("s", "size", true, "bytes of each body (default 128)")
                .addOption("c", "connections", true, "connections (default 4; sync and e2e 1)")
                .addOption(
                        "w",
                        "window",
                        true,
                        "requests in flight on each connection (default 64; sync 1)")
                .addOption("b", "batch", true, "messages of a batch, or of one pull (default 32)")
                .addOption(
                        "r",
                        "rate",
                        true,
                        "requests due a second in all (default: no limit; e2e 1000)")
                .addOption(
                        null,
                        "seconds",
                        true,
                        "measured time, and the most a drain may take (default 10; drain 120)")
                .addOption(
                        null,
                        "warm-up",
                        true,
                        "seconds of the same load before it counts (default 3)")
                .addOption(
                        "m", "messages", true, "drain: messages to store first (default 1000000)")
                .addOption(
                        null,
                        "pid",
                        true,
                        "process of the broker (default: who listens on its port)")
                .addOption(
                        null,
                        "json",
                        true,
                        "also write the result as JSON to this file, - for standard output");
    }

    /** Runs the load; returns the exit code. */
    public static int run(String nameServers, CommandLine line, PrintStream out) throws Exception {
        BenchOptions options = parse(nameServers, line);
        BenchReport report = new Bench(options, out).run();
        report.print(out);
        writeJson(report, options.jsonFile(), out);
        return report.failures() == 0 && report.messages() > 0 ? 0 : 1;
    }

    private static BenchOptions parse(String nameServers, CommandLine line) {
        Load load = oneOf(Load.class, "load", line.getOptionValue("load", "produce"));
        boolean single = load == Load.SYNC || load == Load.E2E;
        return new BenchOptions(
                load,
                oneOf(Way.class, "via", line.getOptionValue("via", "raw")),
                nameServers,
                line.getOptionValue("topic", "Bench"),
                number(line, "queues", 4),
                number(line, "size", DEFAULT_BODY_BYTES),
                number(line, "connections", single ? 1 : 4),
                number(line, "window", load == Load.SYNC ? 1 : 64),
                number(line, "batch", DEFAULT_BATCH),
                number(line, "rate", load == Load.E2E ? 1000 : 0),
                Duration.ofSeconds(number(line, "seconds", load == Load.DRAIN ? 120 : 10)),
                Duration.ofSeconds(number(line, "warm-up", 3)),
                number(line, "messages", 1_000_000),
                number(line, "pid", 0),
                line.getOptionValue("json", ""));
    }

    private static int number(CommandLine line, String option, int ifAbsent) {
        String text = line.getOptionValue(option);
        if (text == null) {
            return ifAbsent;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "--" + option + " is '" + text + "', not a whole number");
        }
    }

    private static <E extends Enum<E>> E oneOf(Class<E> type, String option, String text) {
        for (E value : type.getEnumConstants()) {
            if (value.name().equalsIgnoreCase(text)) {
                return value;
            }
        }
        throw new IllegalArgumentException(
                "--"
                        + option
                        + " is '"
                        + text
                        + "'; it can be "
                        + String.join(
                                ", ",
                                java.util.Arrays.stream(type.getEnumConstants())
                                        .map(v -> v.name().toLowerCase(Locale.ROOT))
                                        .toList()));
    }

    private static void writeJson(BenchReport report, String file, PrintStream out)
            throws IOException {
        if (file.equals("-")) {
            out.write(report.toJson());
            out.println();
        } else if (!file.isEmpty()) {
            Files.write(Path.of(file), report.toJson());
        }
    }
}
