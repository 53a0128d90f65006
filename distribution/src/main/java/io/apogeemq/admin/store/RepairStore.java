package io.apogeemq.admin.store;

import io.apogeemq.admin.OptionTexts;
import io.apogeemq.store.verify.Findings;
import io.apogeemq.store.verify.Severity;
import io.apogeemq.store.verify.StoreRepair;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.Options;

/** Verifies, makes right what can be made right, and verifies again. Threads: the main thread. */
final class RepairStore implements StoreCommand {
    private static final int MOST_PRINTED = 20;

    @Override
    public String name() {
        return "repair";
    }

    @Override
    public String purpose() {
        return "put damaged derived files aside and build them again; the log is never cut";
    }

    @Override
    public Options options() {
        return new Options()
                .addOption(OptionTexts.flag("d", "dry-run", "say what would be done, do nothing"));
    }

    @Override
    public boolean changesFiles() {
        return true;
    }

    @Override
    public List<String> examples() {
        return List.of(
                "repair /var/lib/apogeemq/store --dry-run", "repair /var/lib/apogeemq/store");
    }

    @Override
    public int run(StoreCall call) throws IOException {
        PrintStream out = call.out();
        Verification before = new Verification(call, false, MOST_PRINTED);
        Findings findings = before.run(Long.MAX_VALUE / 2);
        before.printSummary();
        if (findings.damages() == 0) {
            out.println("nothing to repair");
            return MqStore.SOUND;
        }
        if (findings.count(Severity.LOST) > 0) {
            out.println(
                    "the damaged bytes of the log stay as they are: a broker passes by them, and serves"
                            + " everything behind");
        }
        boolean isDry = call.arguments().has("dry-run");
        Path quarantine = Rebuild.quarantine(call);
        StoreRepair repair = new StoreRepair(call.files(), call.layout(), call.sizes(), quarantine);
        List<StoreRepair.Step> steps = repair.plan(findings);
        if (steps.isEmpty()) {
            out.println("nothing that a repair could make right");
            return MqStore.DAMAGED;
        }
        for (StoreRepair.Step step : steps) {
            out.println((isDry ? "would do: " : "does: ") + step.path() + " " + step.deed().text());
        }
        if (isDry) {
            out.println("would do: the rest is built again from the log");
            return MqStore.DAMAGED;
        }
        repair.carryOut(steps);
        long records = Rebuild.run(call);
        out.println("built again from " + records + " records; the quarantine is " + quarantine);
        out.println("once more from the beginning:");
        return again(call);
    }

    /** What is left. */
    private static int again(StoreCall call) throws IOException {
        try (StoreCall second =
                new StoreCall(
                        call.arguments(), call.files(), call.layout(), call.out(), call.err())) {
            Verification after = new Verification(second, false, MOST_PRINTED);
            long damages = after.run(Long.MAX_VALUE / 2).damages();
            after.printSummary();
            return damages == 0 ? MqStore.SOUND : MqStore.DAMAGED;
        }
    }
}
