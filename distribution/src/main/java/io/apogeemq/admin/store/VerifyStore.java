package io.apogeemq.admin.store;

import io.apogeemq.admin.OptionTexts;
import io.apogeemq.admin.UsageProblem;
import java.io.IOException;
import java.util.List;
import org.apache.commons.cli.Options;

/** Looks at every record and everything derived, changes nothing. Threads: the main thread. */
final class VerifyStore implements StoreCommand {
    private static final int USUAL_PRINTED = 20;

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public String purpose() {
        return "check every record and every derived entry, and explain what is wrong";
    }

    @Override
    public Options options() {
        return new Options()
                .addOption(OptionTexts.value("rate", "read so much a second at most, e.g. 50m"))
                .addOption(
                        OptionTexts.value(
                                "most",
                                "findings of one kind that are printed (default: "
                                        + USUAL_PRINTED
                                        + ")"))
                .addOption(
                        OptionTexts.value(
                                "output", "text, or json: one object a line (default: text)"));
    }

    @Override
    public boolean changesFiles() {
        return false;
    }

    @Override
    public List<String> examples() {
        return List.of(
                "verify /var/lib/apogeemq/store",
                "verify /mnt/backup/store --rate 50m --most 1000");
    }

    @Override
    public int run(StoreCall call) throws IOException {
        Verification verification = of(call);
        long damages = verification.run(rate(call)).damages();
        verification.printSummary();
        return damages == 0 ? MqStore.SOUND : MqStore.DAMAGED;
    }

    /** As the options say. */
    private static Verification of(StoreCall call) {
        String output = call.arguments().text("output").orElse("text");
        if (!output.equals("text") && !output.equals("json")) {
            throw new UsageProblem("--output '" + output + "' must be text or json");
        }
        int most = call.arguments().intOr("most", USUAL_PRINTED, 0, Integer.MAX_VALUE);
        return new Verification(call, output.equals("json"), most);
    }

    private static long rate(StoreCall call) {
        return StoreCall.bytesOr(call.arguments(), "rate", Long.MAX_VALUE / 2);
    }
}
