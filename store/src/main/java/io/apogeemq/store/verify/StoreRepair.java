package io.apogeemq.store.verify;

import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.file.StoreLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Prepares a store for the start that makes it right: puts aside what is broken or can be built again,
 * so that the next start builds it from the log. No byte of the log is removed: damaged stretches of it
 * stay where they are and are passed by.
 *
 * <p>Threads: confined to one; the caller holds the store's lock.
 */
public final class StoreRepair {

    /** What is done with one file or directory. */
    public enum Deed {
        /** Moved to the quarantine, not deleted. */
        PUT_ASIDE("is moved to the quarantine"),
        /** Replaced by its backup; the broken version goes to the quarantine. */
        RESTORE_BACKUP("is replaced by its backup; the broken version goes to the quarantine"),
        /** A log file that is too short gets zeros at its end. */
        FILL_UP("is filled up with zeros to the length of the other log files");

        private final String text;

        Deed(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** One thing to do. */
    public record Step(Deed deed, Path path) {}

    private final StoreFiles files;
    private final StoreLayout layout;
    private final StoreSizes sizes;
    private final Path quarantine;

    /**
     * @param quarantine where things are put aside, made when it is needed
     */
    public StoreRepair(StoreFiles files, StoreLayout layout, StoreSizes sizes, Path quarantine) {
        this.files = files;
        this.layout = layout;
        this.sizes = sizes;
        this.quarantine = quarantine;
    }

    /** What has to be done about these findings before the log is read again; empty: nothing. */
    public List<Step> plan(Findings findings) throws IOException {
        List<Step> steps = new ArrayList<>();
        for (Finding finding : findings.kept()) {
            switch (finding.kind()) {
                case LOG_FILE_LENGTH -> {
                    if (length(finding.file()) < sizes.logFileBytes()) {
                        steps.add(new Step(Deed.FILL_UP, finding.file()));
                    }
                }
                case CONFIG_DAMAGED -> steps.add(new Step(Deed.RESTORE_BACKUP, finding.file()));
                case REGISTRY_DAMAGED -> {
                    addIfThere(steps, layout.queuesFile());
                    addIfThere(steps, backup(layout.queuesFile()));
                }
                default -> {}
            }
        }
        boolean rebuilds =
                findings.count(Severity.DERIVED) > 0
                        || findings.count(FindingKind.CHECKPOINT_WRONG) > 0
                        || findings.count(FindingKind.REGISTRY_DAMAGED) > 0
                        || findings.count(FindingKind.LOG_FILE_LENGTH) > 0;
        if (rebuilds) {
            steps.addAll(planRebuild());
        }
        return steps;
    }

    /** What has to go so that everything derived is built again. */
    public List<Step> planRebuild() {
        List<Step> steps = new ArrayList<>();
        addIfThere(steps, layout.checkpointFile()); // first: without it nothing derived is trusted
        addIfThere(steps, layout.consumeQueueDir());
        addIfThere(steps, layout.batchEntriesDir());
        addIfThere(steps, layout.indexDir());
        return steps;
    }

    private void addIfThere(List<Step> steps, Path path) {
        if (files.exists(path)) {
            steps.add(new Step(Deed.PUT_ASIDE, path));
        }
    }

    /** Does it, each step durably before the next; the store has to be opened once afterwards. */
    public void carryOut(List<Step> steps) throws IOException {
        for (Step step : steps) {
            switch (step.deed()) {
                case PUT_ASIDE -> putAside(step.path());
                case RESTORE_BACKUP -> restoreBackup(step.path());
                case FILL_UP -> fillUp(step.path());
            }
        }
    }

    private void putAside(Path path) throws IOException {
        Path target = quarantine.resolve(layout.rootDir().relativize(path).toString());
        files.createDirectories(target.getParent());
        files.rename(path, target);
        files.forceDirectory(target.getParent());
        files.forceDirectory(path.getParent());
    }

    private void restoreBackup(Path path) throws IOException {
        byte[] content =
                files.read(backup(path))
                        .orElseThrow(() -> new IOException("'" + backup(path) + "' is gone"));
        putAside(path);
        Path temp = path.resolveSibling(path.getFileName() + ".tmp");
        files.writeForced(temp, content);
        files.rename(temp, path);
        files.forceDirectory(path.getParent());
    }

    private void fillUp(Path path) throws IOException {
        try (StoreFile file = files.open(path)) {
            file.setLength(sizes.logFileBytes());
            file.force();
        }
    }

    private long length(Path path) throws IOException {
        try (StoreFile file = files.open(path)) {
            return file.length();
        }
    }

    private static Path backup(Path path) {
        return path.resolveSibling(path.getFileName() + ".bak");
    }

    /** Removes a directory with everything in it. */
    public static void deleteTree(StoreFiles files, Path directory) throws IOException {
        for (Path child : files.listDirectories(directory)) {
            deleteTree(files, child);
        }
        for (Path file : files.listFiles(directory)) {
            files.delete(file);
        }
        files.delete(directory);
    }
}
