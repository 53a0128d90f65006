package io.apogeemq.admin.store;

import io.apogeemq.admin.OptionTexts;
import io.apogeemq.store.verify.StoreRepair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.Options;

/** Builds queues, index and checkpoint anew from the log. Threads: the main thread. */
final class RebuildStore implements StoreCommand {
    @Override
    public String name() {
        return "rebuild";
    }

    @Override
    public String purpose() {
        return "delete queues, index and checkpoint, and build them again from the log";
    }

    @Override
    public Options options() {
        return new Options()
                .addOption(OptionTexts.flag("k", "keep", "keep the old files in the quarantine"))
                .addOption(OptionTexts.flag("d", "dry-run", "say what would be done, do nothing"));
    }

    @Override
    public boolean changesFiles() {
        return true;
    }

    @Override
    public List<String> examples() {
        return List.of("rebuild /var/lib/apogeemq/store", "rebuild /mnt/copy/store --keep");
    }

    @Override
    public int run(StoreCall call) throws IOException {
        Path quarantine = Rebuild.quarantine(call);
        StoreRepair repair = new StoreRepair(call.files(), call.layout(), call.sizes(), quarantine);
        List<StoreRepair.Step> steps = repair.planRebuild();
        boolean isDry = call.arguments().has("dry-run");
        boolean isKept = call.arguments().has("keep");
        for (StoreRepair.Step step : steps) {
            call.out()
                    .println(
                            (isDry ? "would go: " : "goes: ")
                                    + step.path()
                                    + (isKept ? ", kept in " + quarantine : ""));
        }
        if (isDry) {
            return MqStore.SOUND;
        }
        repair.carryOut(steps);
        long records = Rebuild.run(call);
        call.out().println("built again from " + records + " records of the log");
        if (!isKept && !steps.isEmpty()) {
            StoreRepair.deleteTree(call.files(), quarantine);
            if (call.files().listDirectories(quarantine.getParent()).isEmpty()) {
                call.files().delete(quarantine.getParent());
            }
        }
        return MqStore.SOUND;
    }
}
