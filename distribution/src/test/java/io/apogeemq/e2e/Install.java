package io.apogeemq.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An unpacked archive, as users have it. */
public final class Install {
    private final Path home;

    private Install(Path home) {
        this.home = home;
    }

    /** An empty folder for the files of a test class. */
    public static Path folderFor(Class<?> test) {
        Path folder = archive().resolveSibling("e2e").resolve(test.getSimpleName());
        try {
            delete(folder);
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot empty '" + folder + "'", e);
        }
    }

    /**
     * The one that test classes share: unpacked once for each archive, so that all but the first start
     * of a server find its archive of loaded classes.
     */
    public static Install shared() {
        try {
            Path folder =
                    archive()
                            .resolveSibling("e2e")
                            .resolve("install-" + Files.getLastModifiedTime(archive()).toMillis());
            Path unpacked = folder.resolve("unpacked");
            if (Files.exists(unpacked)) {
                return existingIn(folder);
            }
            delete(folder);
            Install install = in(folder);
            Files.createFile(unpacked);
            return install;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack '" + archive() + "'", e);
        }
    }

    /** Unpacks the archive into a new folder. */
    public static Install in(Path folder) {
        try {
            Files.createDirectories(folder);
            try (OsProcess tar =
                    OsProcess.start(
                            "tar",
                            folder,
                            Map.of(),
                            List.of(
                                    "tar",
                                    "-xzf",
                                    archive().toString(),
                                    "-C",
                                    folder.toString()))) {
                if (tar.awaitExit(Deadline.LONG) != 0) {
                    throw new AssertionError("cannot unpack the archive: " + tar);
                }
            }
            return existingIn(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack into '" + folder + "'", e);
        }
    }

    private static Install existingIn(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return new Install(
                    entries.filter(entry -> Files.isDirectory(entry.resolve("bin")))
                            .findFirst()
                            .orElseThrow());
        }
    }

    private static Path archive() {
        return Path.of(property("apogeemq.archive"));
    }

    static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException(
                    "system property '" + name + "' is not set; run these tests with 'mvn verify'");
        }
        return value;
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.walk(folder)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        }
    }

    public Path home() {
        return home;
    }

    public Path script(String name) {
        return home.resolve("bin").resolve(name);
    }
}
