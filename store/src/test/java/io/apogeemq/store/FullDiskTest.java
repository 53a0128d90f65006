package io.apogeemq.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.apogeemq.store.flush.FlushConfig;
import io.apogeemq.store.flush.FlushConfig.FlushMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A disk that gets full under load, and has space again. On Linux a small one is mounted, by root or in
 * a user namespace of a child process; besides, one that only pretends, everywhere.
 */
class FullDiskTest {

    private static final String SIZE = "size=24m";
    private static final int SKIPPED = 77;

    @TempDir Path directory;

    private static FlushConfig flush(FlushMode mode) {
        return mode == FlushMode.SYNC_FLUSH ? FlushConfig.sync() : FlushConfig.async();
    }

    @ParameterizedTest
    @EnumSource(FlushMode.class)
    void losesAndTearsNothingOnASmallDiskThatGetsFullUnderLoad(FlushMode mode) throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        if (run("mount", "-t", "tmpfs", "-o", SIZE, "tmpfs", disk.toString()) == 0) {
            try {
                FullDiskScenario.onDiskOf(disk, flush(mode));
            } finally {
                assertEquals(0, run("umount", disk.toString()));
            }
            return;
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String script =
                "mount -t tmpfs -o "
                        + SIZE
                        + " tmpfs '"
                        + disk
                        + "' || exit "
                        + SKIPPED
                        + "; exec '"
                        + java
                        + "' -cp '"
                        + classPath()
                        + "' "
                        + FullDiskScenario.class.getName()
                        + " '"
                        + disk
                        + "' "
                        + (mode == FlushMode.SYNC_FLUSH ? "SYNC" : "ASYNC");
        int exitCode = run("unshare", "-Urm", "sh", "-c", script);
        boolean hasNoUnshare = exitCode == 1 && !output().contains("Exception");
        assumeTrue(
                exitCode != SKIPPED && !hasNoUnshare,
                "a small disk can't be mounted here, neither by root nor in a user namespace: "
                        + output());
        assertEquals(0, exitCode, output());
    }

    @ParameterizedTest
    @EnumSource(FlushMode.class)
    void losesAndTearsNothingOnADiskThatSaysItIsFull(FlushMode mode) {
        FaultyFiles files = new FaultyFiles();
        Path root = directory.resolve("store").toAbsolutePath();
        files.reserve = root.resolve("reserve");

        new FullDiskScenario(
                        files,
                        root,
                        flush(mode),
                        () -> files.diskIsFull = true,
                        () -> files.diskIsFull = false)
                .run();
    }

    private static String classPath() {
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Exit code of a command; 1 also if there is no such command. */
    private int run(String... command) throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        try {
            Process process = builder.redirectOutput(directory.resolve("output").toFile()).start();
            return process.waitFor();
        } catch (IOException absent) {
            return 1;
        }
    }

    private String output() throws IOException {
        return Files.readString(directory.resolve("output"), StandardCharsets.UTF_8);
    }
}
