package io.apogeemq.store.verify;

import io.apogeemq.store.StoreConfig;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.file.StoreLayout;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** Verifications of stores at rest, and damage done to their files. */
final class VerifyFixture {

    private VerifyFixture() {}

    /** Everything a verification finds. */
    static Findings verify(Path root) throws IOException {
        return verify(root, new ReadOnlyFiles());
    }

    static Findings verify(Path root, StoreFiles files) throws IOException {
        StoreLayout layout = new StoreLayout(root, root.resolve("commitlog"));
        Findings findings = new Findings(1000, finding -> {});
        try (StoreVerifier verifier =
                StoreVerifier.atRest(
                        files,
                        layout,
                        StoreSizes.find(files, layout),
                        StoreConfig.DEFAULT_DELAY_LEVELS,
                        findings,
                        new ReadMeter())) {
            while (verifier.step()) {
                // one step after the other
            }
        }
        return findings;
    }

    /** Turns one bit over. */
    static void flip(Path file, long position) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(position);
            int old = bytes.read();
            bytes.seek(position);
            bytes.write(old ^ 0x10);
        }
    }

    static void overwrite(Path file, long position, byte[] content) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(position);
            bytes.write(content);
        }
    }

    static void setLength(Path file, long length) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(length);
        }
    }
}
