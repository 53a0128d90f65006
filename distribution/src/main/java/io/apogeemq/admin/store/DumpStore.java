package io.apogeemq.admin.store;

import io.apogeemq.admin.OptionTexts;
import io.apogeemq.admin.UsageProblem;
import io.apogeemq.admin.output.TimeText;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.message.RecordDecoder;
import io.apogeemq.common.message.RecordFormatException;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.store.commitlog.RecordScanner;
import io.apogeemq.store.verify.LogFile;
import io.apogeemq.store.verify.LogWalk;
import io.apogeemq.store.verify.ReadMeter;
import io.apogeemq.store.verify.SeenOffsets;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.cli.Options;

/** Prints the messages of the log, also of a damaged one. Threads: the main thread. */
final class DumpStore implements StoreCommand {
    @Override
    public String name() {
        return "dump";
    }

    @Override
    public String purpose() {
        return "print the messages of the log as JSON, one a line, also from a damaged store";
    }

    @Override
    public Options options() {
        return new Options()
                .addOption(OptionTexts.value("t", "topic", "messages of this topic only"))
                .addOption(OptionTexts.value("i", "queueId", "messages of this queue only"))
                .addOption(
                        OptionTexts.value(
                                "from",
                                "stored at this time or later: ms since 1970 or"
                                        + " yyyy-MM-dd#HH:mm:ss:SSS"))
                .addOption(OptionTexts.value("to", "stored before this time"))
                .addOption(OptionTexts.value("limit", "so many messages at most"))
                .addOption(
                        OptionTexts.value(
                                "body",
                                "auto: text where it is text, else base64; base64; none (default:"
                                        + " auto)"));
    }

    @Override
    public boolean changesFiles() {
        return false;
    }

    @Override
    public List<String> examples() {
        return List.of(
                "dump /var/lib/apogeemq/store --topic orders --limit 10",
                "dump /mnt/backup/store --from 2026-01-31#00:00:00:000 > messages.jsonl");
    }

    /** Which messages are wanted. */
    private record Filter(Optional<String> topic, int queueId, long from, long to) {
        boolean wants(RecordScanner record) {
            return record.storeTimestamp() >= from
                    && record.storeTimestamp() < to
                    && (queueId < 0 || queueId == record.queueId())
                    && (topic.isEmpty() || topic.get().equals(record.topic()));
        }
    }

    @Override
    public int run(StoreCall call) throws IOException {
        Filter filter =
                new Filter(
                        call.arguments().text("topic"),
                        call.arguments().intOr("queueId", -1, 0, Integer.MAX_VALUE),
                        time(call, "from", Long.MIN_VALUE),
                        time(call, "to", Long.MAX_VALUE));
        long limit = call.arguments().longOr("limit", Long.MAX_VALUE, 1, Long.MAX_VALUE);
        MessageJson.BodyForm form = bodyForm(call);
        List<LogFile> log = LogFile.of(call.files(), call.layout().commitLogDir());
        RecordScanner scanner = new RecordScanner();
        SeenOffsets seen = new SeenOffsets();
        long printed = 0;
        try (LogWalk walk =
                new LogWalk(call.files(), log, Long.MAX_VALUE, scanner, seen, new ReadMeter())) {
            LogWalk.Step step = walk.next();
            while (step != LogWalk.Step.END && printed < limit) {
                if (step == LogWalk.Step.RECORD) {
                    seen.note(scanner);
                    if (filter.wants(scanner) && print(call, walk, form)) {
                        printed++;
                    }
                } else if (step != LogWalk.Step.SEARCHING) {
                    complain(call, walk, step);
                }
                step = walk.next();
            }
        }
        return MqStore.SOUND;
    }

    private static boolean print(StoreCall call, LogWalk walk, MessageJson.BodyForm form) {
        try {
            MessageExt message = RecordDecoder.decode(walk.record());
            call.out().println(WireJson.text(new MessageJson(message, form)));
            return !call.out().checkError(); // whoever reads has had enough
        } catch (RecordFormatException e) {
            call.err()
                    .println(
                            "record at log offset "
                                    + walk.recordOffset()
                                    + " left out: "
                                    + e.getMessage());
            return false;
        }
    }

    private static void complain(StoreCall call, LogWalk walk, LogWalk.Step step) {
        call.err()
                .println(
                        (step == LogWalk.Step.GAP ? "missing: " : "damaged: ")
                                + "log offsets "
                                + walk.rangeFrom()
                                + " to "
                                + walk.rangeTo()
                                + (step == LogWalk.Step.GAP ? "" : ": " + walk.why()));
    }

    private static MessageJson.BodyForm bodyForm(StoreCall call) {
        String text = call.arguments().text("body").orElse("auto");
        return switch (text) {
            case "auto" -> MessageJson.BodyForm.AUTO;
            case "base64" -> MessageJson.BodyForm.BASE64;
            case "none" -> MessageJson.BodyForm.NONE;
            default -> throw new UsageProblem("--body '" + text + "' must be auto, base64 or none");
        };
    }

    private static long time(StoreCall call, String option, long otherwise) {
        if (!call.arguments().has(option)) {
            return otherwise;
        }
        String text = call.arguments().require(option);
        OptionalLong time = TimeText.parse(text, System.currentTimeMillis());
        if (time.isEmpty()) {
            throw new UsageProblem(
                    "--"
                            + option
                            + " '"
                            + text
                            + "' must be milliseconds since 1970 or yyyy-MM-dd#HH:mm:ss:SSS");
        }
        return time.getAsLong();
    }
}
