package io.apogeemq.admin.store;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.store.StoreConfig;
import io.apogeemq.store.verify.Finding;
import io.apogeemq.store.verify.FindingKind;
import io.apogeemq.store.verify.Findings;
import io.apogeemq.store.verify.ReadMeter;
import io.apogeemq.store.verify.StoreVerifier;
import io.apogeemq.store.verify.StoreVerifier.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Verifies a store from its first byte to its last, and prints what it finds.
 *
 * <p>Threads: confined to the main thread.
 */
final class Verification {
    private static final int MOST_KEPT_OF_A_KIND = 10_000;
    private static final long PROGRESS_NANOS = 5_000_000_000L;

    private final StoreCall call;
    private final boolean isJson;
    private final int mostPrinted;
    private final Set<FindingKind> explained = EnumSet.noneOf(FindingKind.class);
    private final Map<FindingKind, Integer> printed = new TreeMap<>();
    private final Findings findings = new Findings(MOST_KEPT_OF_A_KIND, this::print);
    private Progress progress;

    /**
     * @param isJson one JSON object a line instead of text
     * @param mostPrinted findings of one kind
     */
    Verification(StoreCall call, boolean isJson, int mostPrinted) {
        this.call = call;
        this.isJson = isJson;
        this.mostPrinted = mostPrinted;
    }

    /** Looks at everything, at most so many bytes a second. */
    Findings run(long bytesPerSecond) throws IOException {
        ReadMeter meter = new ReadMeter();
        try (StoreVerifier verifier =
                StoreVerifier.atRest(
                        call.files(),
                        call.layout(),
                        call.sizes(),
                        StoreConfig.DEFAULT_DELAY_LEVELS,
                        findings,
                        meter)) {
            long begin = System.nanoTime();
            long nextProgress = begin + PROGRESS_NANOS;
            while (verifier.step()) {
                long due = begin + (long) (meter.bytes() * 1e9 / bytesPerSecond);
                for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
                    LockSupport.parkNanos(due - now);
                }
                if (System.nanoTime() > nextProgress) {
                    nextProgress += PROGRESS_NANOS;
                    printProgress(verifier.progress());
                }
            }
            progress = verifier.progress();
        }
        return findings;
    }

    private void printProgress(Progress now) {
        call.err()
                .printf(
                        Locale.ROOT,
                        "%s: %d of %d MB of the log, %d records%n",
                        now.phase().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        now.logBytes() >> 20,
                        now.logBytesTotal() >> 20,
                        now.records());
        call.err().flush();
    }

    private void print(Finding finding) {
        int before = printed.merge(finding.kind(), 1, Integer::sum) - 1;
        if (before >= mostPrinted) {
            if (before == mostPrinted && !isJson) {
                call.out().println("        more " + finding.kind() + " are counted only");
            }
            return;
        }
        if (isJson) {
            call.out().println(WireJson.text(new FindingJson(finding)));
            return;
        }
        PrintStream out = call.out();
        boolean isDamage = finding.kind().severity().isDamage();
        out.println((isDamage ? "DAMAGE  " : "note    ") + finding.kind());
        out.println("        in     " + finding.place());
        out.println(
                "        found  "
                        + finding.detail()
                        + (finding.count() > 1 ? " (" + amount(finding) + ")" : ""));
        if (explained.add(finding.kind())) {
            out.println("        means  " + finding.kind().meaning());
            out.println("        do     " + finding.kind().advice());
        }
    }

    private static String amount(Finding finding) {
        return switch (finding.kind()) {
            case RECORD_DAMAGED, LOG_UNREADABLE, LOG_GAP, TORN_TAIL -> finding.count() + " bytes";
            default -> finding.count() + " in a row";
        };
    }

    /** What was looked at and how it is, in a few lines. */
    void printSummary() {
        if (isJson) {
            call.out().println(WireJson.text(new SummaryJson(findings, progress)));
            return;
        }
        PrintStream out = call.out();
        out.printf(
                Locale.ROOT,
                "looked at %d records in %d bytes of log, and at everything derived from them%n",
                progress.records(),
                progress.logBytes());
        if (findings.damages() == 0) {
            out.println(
                    findings.notes() == 0
                            ? "the store is sound"
                            : "the store is sound, notes: " + findings.notes());
        } else {
            out.println("the store is damaged: " + new TreeMap<>(findings.counts()));
        }
    }

    /** One finding as JSON. */
    private record FindingJson(Finding finding) implements JsonBody {
        @Override
        public void write(JsonOut json) {
            json.beginObject()
                    .member("count", finding.count())
                    .member("detail", finding.detail())
                    .member("file", finding.file().toString())
                    .member("kind", finding.kind().name());
            number(json, "physicalOffset", finding.physicalOffset());
            number(json, "position", finding.position());
            number(json, "queueId", finding.queueId());
            number(json, "queueOffset", finding.queueOffset());
            json.member("severity", finding.kind().severity().name())
                    .memberUnlessEmpty("topic", finding.topic())
                    .endObject();
        }

        private static void number(JsonOut json, String name, long value) {
            if (value != Finding.NONE) {
                json.member(name, value);
            }
        }
    }

    /** The end of a verification as JSON. */
    private record SummaryJson(Findings findings, Progress progress) implements JsonBody {
        @Override
        public void write(JsonOut json) {
            json.beginObject()
                    .member("damages", findings.damages())
                    .member("logBytes", progress.logBytes())
                    .member("notes", findings.notes())
                    .member("records", progress.records())
                    .member("sound", findings.damages() == 0)
                    .endObject();
        }
    }
}
