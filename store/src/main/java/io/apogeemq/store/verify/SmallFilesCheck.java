package io.apogeemq.store.verify;

import io.apogeemq.store.checkpoint.QueueRegistry;
import io.apogeemq.store.checkpoint.StoreCheckpoint;
import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.file.StoreLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The files beside log and queues: whole, and in agreement with where the log ends?
 *
 * <p>Threads: confined to one.
 */
final class SmallFilesCheck {

    private static final int CHECKPOINT_BYTES = 4096;

    private final StoreFiles files;
    private final StoreLayout layout;
    private final Findings findings;
    private final ReadMeter meter;

    SmallFilesCheck(StoreFiles files, StoreLayout layout, Findings findings, ReadMeter meter) {
        this.files = files;
        this.layout = layout;
        this.findings = findings;
        this.meter = meter;
    }

    /**
     * Looks at all of them.
     *
     * @param logEnd where the log ends
     * @param isOpen whether a broker works with the store now
     */
    void run(long logEnd, boolean isOpen) throws IOException {
        if (!isOpen) {
            if (files.exists(layout.abortFile())) {
                add(FindingKind.NOT_CLOSED, layout.abortFile(), "the file is there");
            }
            checkpoint(logEnd);
            registry();
        }
        for (Path file : files.listFiles(layout.rootDir().resolve("config"))) {
            if (file.getFileName().toString().endsWith(".json")) {
                json(file);
            }
        }
    }

    private void checkpoint(long logEnd) throws IOException {
        Path path = layout.checkpointFile();
        if (!files.exists(path)) {
            if (logEnd > 0) {
                add(FindingKind.CHECKPOINT_WRONG, path, "it is missing");
            }
            return;
        }
        ByteBuffer page = ByteBuffer.allocate(CHECKPOINT_BYTES);
        long length;
        try (StoreFile file = files.open(path)) {
            length = file.length();
            file.read(page, 0);
        } catch (IOException e) {
            add(FindingKind.CHECKPOINT_WRONG, path, "the disk says: " + e.getMessage());
            return;
        }
        meter.read(CHECKPOINT_BYTES);
        StoreCheckpoint.Found found = StoreCheckpoint.read(files, path).found();
        if (length < CHECKPOINT_BYTES) {
            add(FindingKind.CHECKPOINT_WRONG, path, "has " + length + " bytes, not 4096");
        } else if (page.getLong(StoreCheckpoint.MARK_AT) == StoreCheckpoint.MARK
                && !found.isOurs()) {
            add(
                    FindingKind.CHECKPOINT_WRONG,
                    path,
                    "its checksum is wrong, or another broker has written it since");
        } else if (!found.isOurs() && page.getLong(StoreCheckpoint.MARK_AT) != 0) {
            String mark = HexFormat.of().toHexDigits(page.getLong(StoreCheckpoint.MARK_AT));
            add(FindingKind.CHECKPOINT_WRONG, path, "has the mark '" + mark + "'");
        } else if (found.isOurs() && found.flushedOffset() > logEnd) {
            findings.add(
                    Finding.ofFile(
                            FindingKind.LOG_SHORT,
                            layout.commitLogDir(),
                            "the checkpoint says '"
                                    + found.flushedOffset()
                                    + "' was on disk, the log ends at '"
                                    + logEnd
                                    + "'"));
        }
    }

    private void registry() {
        try {
            new QueueRegistry(files, layout.queuesFile()).read();
        } catch (IOException e) {
            add(FindingKind.REGISTRY_DAMAGED, layout.queuesFile(), e.getMessage());
        }
    }

    private void json(Path file) {
        String problem = problemOf(file);
        if (problem.isEmpty()) {
            return;
        }
        Path backup = file.resolveSibling(file.getFileName() + ".bak");
        boolean hasBackup = files.exists(backup) && problemOf(backup).isEmpty();
        add(hasBackup ? FindingKind.CONFIG_DAMAGED : FindingKind.CONFIG_LOST, file, problem);
    }

    private String problemOf(Path file) {
        Optional<byte[]> content;
        try {
            content = files.read(file);
        } catch (IOException e) {
            return "the disk says: " + e.getMessage();
        }
        if (content.isEmpty()) {
            return "it is missing";
        }
        byte[] bytes = content.get();
        meter.read(bytes.length);
        if (bytes.length == 0) {
            return "it is empty";
        }
        return JsonShape.isWhole(bytes) ? "" : "it is no whole JSON text";
    }

    private void add(FindingKind kind, Path file, String detail) {
        findings.add(Finding.ofFile(kind, file, detail));
    }
}
