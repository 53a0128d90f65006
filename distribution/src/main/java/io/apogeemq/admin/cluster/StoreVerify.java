package io.apogeemq.admin.cluster;

import io.apogeemq.admin.Command;
import io.apogeemq.admin.CommandFailed;
import io.apogeemq.admin.Invocation;
import io.apogeemq.admin.OptionTexts;
import io.apogeemq.admin.Subject;
import io.apogeemq.admin.Targets;
import io.apogeemq.admin.UsageProblem;
import io.apogeemq.admin.output.TimeText;
import io.apogeemq.common.config.ByteSize;
import io.apogeemq.remoting.protocol.admin.VerifyFinding;
import io.apogeemq.remoting.protocol.admin.VerifyStoreStatus;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.commons.cli.Options;

/**
 * Lets running brokers verify their stores, waits, and prints what they found. Threads: confined to the
 * main thread.
 */
public final class StoreVerify implements Command {
    private static final String USUAL_RATE = "64m";
    private static final long LEAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long MOST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);

    @Override
    public String name() {
        return "storeVerify";
    }

    @Override
    public Subject subject() {
        return Subject.CLUSTER;
    }

    @Override
    public String purpose() {
        return "verify the stores of running brokers: every record and everything derived";
    }

    @Override
    public Options options() {
        return new Options()
                .addOptionGroup(OptionTexts.brokerOrCluster())
                .addOption(
                        OptionTexts.value(
                                "rate",
                                "read so much a second at most (default: " + USUAL_RATE + ")"))
                .addOption(
                        OptionTexts.flag(
                                "s", "status", "start nothing, show the latest verification"))
                .addOption(OptionTexts.flag("x", "stop", "end the verification under way"));
    }

    @Override
    public List<String> examples() {
        return List.of(
                "storeVerify -n localhost:9876 -b 192.0.2.1:10911",
                "storeVerify -n localhost:9876 -c DefaultCluster --rate 8m",
                "storeVerify -n localhost:9876 -c DefaultCluster --status");
    }

    @Override
    public void run(Invocation call) {
        Targets targets = Targets.of(call);
        TreeMap<String, VerifyStoreStatus> results = new TreeMap<>();
        targets.each(address -> results.put(address, result(call, address)));
        call.answer(
                json -> {
                    json.beginObject().objectsByName("brokers", results).endObject();
                },
                out -> results.forEach((address, status) -> print(out, address, status)));
        targets.requireAll();
        if (!call.arguments().has("stop")) {
            requireSound(results);
        }
    }

    private static VerifyStoreStatus result(Invocation call, String address) {
        if (call.arguments().has("stop")) {
            return call.admin().cluster().stopStoreVerify(address);
        }
        if (call.arguments().has("status")) {
            return call.admin().cluster().storeVerifyStatus(address);
        }
        long run = call.admin().cluster().startStoreVerify(address, rate(call)).run();
        return await(call, address, run);
    }

    private static long rate(Invocation call) {
        String text = call.arguments().text("rate").orElse(USUAL_RATE);
        OptionalLong bytes = ByteSize.parse(text);
        if (bytes.isEmpty() || bytes.getAsLong() <= 0) {
            throw new UsageProblem("--rate '" + text + "' must be a size, e.g. 64m");
        }
        return bytes.getAsLong();
    }

    private static VerifyStoreStatus await(Invocation call, String address, long run) {
        long pause = LEAST_PAUSE_NANOS;
        while (true) {
            LockSupport.parkNanos(pause);
            VerifyStoreStatus now = call.admin().cluster().storeVerifyStatus(address);
            if (now.run() >= run && !now.running()) {
                return now;
            }
            if (pause == MOST_PAUSE_NANOS) {
                call.warn(progress(address, now));
            }
            pause = Math.min(MOST_PAUSE_NANOS, pause * 2);
        }
    }

    private static String progress(String address, VerifyStoreStatus now) {
        return String.format(
                Locale.ROOT,
                "%s: %d of %d MB of the log, %d records, %d damages",
                address,
                now.logBytes() >> 20,
                now.logBytesTotal() >> 20,
                now.records(),
                now.damages());
    }

    private static void print(PrintStream out, String address, VerifyStoreStatus status) {
        if (status.run() == 0) {
            out.println(address + ": not verified since the broker started");
            return;
        }
        out.printf(
                Locale.ROOT,
                "%s: %s, begun %s, %d records in %d of %d bytes of log%n",
                address,
                status.running()
                        ? "under way"
                        : status.complete() ? "complete" : "ended early: " + status.problem(),
                TimeText.seconds(status.beganMillis()),
                status.records(),
                status.logBytes(),
                status.logBytesTotal());
        Set<String> explained = new HashSet<>();
        for (VerifyFinding finding : status.findings()) {
            out.println((finding.damage() ? "DAMAGE  " : "note    ") + finding.kind());
            out.println("        in     " + finding.place());
            out.println(
                    "        found  "
                            + finding.detail()
                            + (finding.count() > 1 ? " (" + finding.count() + ")" : ""));
            if (explained.add(finding.kind())) {
                out.println("        means  " + finding.meaning());
                out.println("        do     " + finding.advice());
            }
        }
        out.println(
                status.damages() == 0
                        ? "no damage found"
                        : "the store is damaged: " + status.damages() + " findings");
    }

    private static void requireSound(TreeMap<String, VerifyStoreStatus> results) {
        List<String> damaged = new ArrayList<>();
        List<String> early = new ArrayList<>();
        results.forEach(
                (address, status) -> {
                    if (status.damages() > 0) {
                        damaged.add(address);
                    } else if (status.run() > 0 && !status.running() && !status.complete()) {
                        early.add(address);
                    }
                });
        if (!damaged.isEmpty()) {
            throw new CommandFailed("damaged: the store of " + String.join(", ", damaged));
        }
        if (!early.isEmpty()) {
            throw new CommandFailed("not verified to the end: " + String.join(", ", early));
        }
    }
}
