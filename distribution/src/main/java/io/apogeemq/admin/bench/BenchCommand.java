package io.apogeemq.admin.bench;

import io.apogeemq.admin.Arguments;
import io.apogeemq.admin.Command;
import io.apogeemq.admin.CommandFailed;
import io.apogeemq.admin.Invocation;
import io.apogeemq.admin.OptionTexts;
import io.apogeemq.admin.Subject;
import io.apogeemq.admin.UsageProblem;
import io.apogeemq.admin.bench.BenchOptions.Load;
import io.apogeemq.admin.bench.BenchOptions.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.Options;

/** Puts load on a broker and says what it cost. Threads: confined to the main thread. */
public final class BenchCommand implements Command {
    private static final int DEFAULT_QUEUES = 4;
    private static final int DEFAULT_BODY_BYTES = 128;
    private static final int DEFAULT_CONNECTIONS = 4;
    private static final int DEFAULT_WINDOW = 64;
    private static final int DEFAULT_BATCH = 32;
    private static final int DEFAULT_E2E_RATE = 1000;
    private static final int DEFAULT_DRAINED = 1_000_000;
    private static final int MOST_QUEUES = 100_000;
    private static final int MOST_BODY_BYTES = 4 * 1024 * 1024;

    @Override
    public String name() {
        return "bench";
    }

    @Override
    public Subject subject() {
        return Subject.MEASURING;
    }

    @Override
    public String purpose() {
        return "put load on a broker and measure rate, latency and the broker's CPU time";
    }

    @Override
    public Options options() {
        return new Options()
                .addOption(
                        OptionTexts.value(
                                "l",
                                "load",
                                "produce, batch, sync, drain, e2e, or disk: forces without a broker"
                                        + " (default produce)"))
                .addOption(
                        OptionTexts.value(
                                "via",
                                "raw: pre-encoded frames; client: the client library (default raw)"))
                .addOption(
                        OptionTexts.value(
                                "t", "topic", "topic, created when missing (default Bench)"))
                .addOption(OptionTexts.value("q", "queues", "queues of the topic (default 4)"))
                .addOption(OptionTexts.value("s", "size", "bytes of each body (default 128)"))
                .addOption(
                        OptionTexts.value(
                                "c", "connections", "connections (default 4; sync and e2e 1)"))
                .addOption(
                        OptionTexts.value(
                                "w",
                                "window",
                                "requests in flight on each connection (default 64; sync 1)"))
                .addOption(
                        OptionTexts.value(
                                "b", "batch", "messages of a batch, or of one pull (default 32)"))
                .addOption(
                        OptionTexts.value(
                                "r",
                                "rate",
                                "requests due a second in all (default no limit; e2e 1000)"))
                .addOption(
                        OptionTexts.value(
                                "seconds",
                                "measured time, and the most a drain may take (default 10; drain 120)"))
                .addOption(
                        OptionTexts.value(
                                "warmUp", "seconds of the same load before it counts (default 3)"))
                .addOption(
                        OptionTexts.value(
                                "messages", "drain: messages to store first (default 1000000)"))
                .addOption(
                        OptionTexts.value(
                                "dir", "disk: directory on the disk to measure (default .)"))
                .addOption(
                        OptionTexts.value(
                                "pid", "process of the broker (default: who listens on its port)"))
                .addOption(OptionTexts.value("json", "also write the result as JSON to this file"));
    }

    @Override
    public List<String> examples() {
        return List.of(
                "bench -n localhost:9876 --load produce --seconds 20",
                "bench -n localhost:9876 --load e2e --rate 1000 --output json",
                "bench -n localhost:9876 --load sync --via client");
    }

    @Override
    public void run(Invocation call) {
        BenchOptions options = parse(call.nameServers(), call.arguments());
        BenchReport report;
        try {
            report = new Bench(options, call::line).run();
            if (call.arguments().has("json")) {
                Files.write(Path.of(call.arguments().require("json")), report.toJson());
            }
        } catch (IOException e) {
            throw new CommandFailed("the load broke off: " + e);
        }
        call.answer(report, report::print);
        if (report.failures() > 0 || report.messages() == 0) {
            throw new CommandFailed(
                    report.failures()
                            + " requests failed, "
                            + report.messages()
                            + " messages were done; the first failure: "
                            + report.firstFailure());
        }
    }

    private static BenchOptions parse(String nameServers, Arguments arguments) {
        Load load = oneOf(Load.class, "load", arguments.text("load").orElse("produce"));
        boolean isSingle = load == Load.SYNC || load == Load.E2E;
        return new BenchOptions(
                load,
                oneOf(Way.class, "via", arguments.text("via").orElse("raw")),
                nameServers,
                arguments.text("topic").orElse("Bench"),
                arguments.intOr("queues", DEFAULT_QUEUES, 1, MOST_QUEUES),
                arguments.intOr("size", DEFAULT_BODY_BYTES, 1, MOST_BODY_BYTES),
                arguments.intOr("connections", isSingle ? 1 : DEFAULT_CONNECTIONS, 1, 1_000),
                arguments.intOr("window", load == Load.SYNC ? 1 : DEFAULT_WINDOW, 1, 10_000),
                arguments.intOr("batch", DEFAULT_BATCH, 1, 10_000),
                arguments.intOr(
                        "rate", load == Load.E2E ? DEFAULT_E2E_RATE : 0, 0, Integer.MAX_VALUE),
                Duration.ofSeconds(
                        arguments.intOr("seconds", load == Load.DRAIN ? 120 : 10, 1, 86_400)),
                Duration.ofSeconds(arguments.intOr("warmUp", 3, 0, 3_600)),
                arguments.longOr("messages", DEFAULT_DRAINED, 1, Long.MAX_VALUE),
                Path.of(arguments.text("dir").orElse(".")),
                arguments.longOr("pid", 0, 0, Long.MAX_VALUE));
    }

    private static <E extends Enum<E>> E oneOf(Class<E> type, String option, String text) {
        for (E value : type.getEnumConstants()) {
            if (value.name().equalsIgnoreCase(text)) {
                return value;
            }
        }
        List<String> names =
                Arrays.stream(type.getEnumConstants())
                        .map(v -> v.name().toLowerCase(Locale.ROOT))
                        .toList();
        throw new UsageProblem(
                "--" + option + " '" + text + "' must be one of " + String.join(", ", names));
    }
}
