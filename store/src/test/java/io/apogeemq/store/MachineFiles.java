package io.apogeemq.store;

import io.apogeemq.common.concurrent.ManualClock;
import io.apogeemq.store.file.ForwardingFiles;
import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The real file system in one life of a machine, whose queue files are slow to force or can't be. */
final class MachineFiles extends ForwardingFiles {
    static final String ERROR = "Input/output error";

    private final ManualClock clock;
    private final String bootId;
    private volatile Duration forceTime = Duration.ZERO;
    private volatile boolean forcesFail;

    MachineFiles(ManualClock clock, String bootId) {
        super(StoreFiles.onDisk());
        this.clock = clock;
        this.bootId = bootId;
    }

    /** Each force of a queue file takes so long from now on. */
    void slowDownForces(Duration time) {
        forceTime = time;
    }

    /** No queue file can be forced from now on. */
    void failForces() {
        forcesFail = true;
    }

    /** Forces succeed again. */
    void heal() {
        forcesFail = false;
    }

    @Override
    public String bootId() {
        return bootId;
    }

    @Override
    public StoreFile open(Path path) throws IOException {
        return watched(path, super.open(path));
    }

    @Override
    public StoreFile create(Path path) throws IOException {
        return watched(path, super.create(path));
    }

    private StoreFile watched(Path path, StoreFile file) {
        return path.toString().contains("consumequeue") ? new QueueFile(file) : file;
    }

    private final class QueueFile extends ForwardingFile {
        QueueFile(StoreFile file) {
            super(file);
        }

        @Override
        public void force() throws IOException {
            if (forcesFail) {
                throw new IOException(ERROR);
            }
            clock.advance(forceTime);
            super.force();
        }
    }
}
