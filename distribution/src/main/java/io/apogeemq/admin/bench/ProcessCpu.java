package io.apogeemq.admin.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * CPU time and memory of a process on this machine, read from {@code /proc}. On other systems, or
 * for a process of somebody else, everything is simply absent.
 */
final class ProcessCpu {
    private static final Path PROC = Path.of("/proc");
    private static final double TICKS_PER_SECOND =
            100; // USER_HZ, fixed on every Linux that Java runs on
    private static final String LISTENING = "0A";

    private final OptionalLong pid;

    private ProcessCpu(OptionalLong pid) {
        this.pid = pid;
    }

    static ProcessCpu of(long pid) {
        return new ProcessCpu(OptionalLong.of(pid));
    }

    /** The process that listens on a local port. */
    static ProcessCpu listeningOn(int port) {
        for (String table : List.of("net/tcp", "net/tcp6")) {
            try {
                for (String line : Files.readAllLines(PROC.resolve(table))) {
                    String[] columns = line.trim().split("\\s+");
                    if (columns.length > 9
                            && columns[3].equals(LISTENING)
                            && columns[1].endsWith(String.format(":%04X", port))) {
                        OptionalLong owner = ownerOfSocket(columns[9]);
                        if (owner.isPresent()) {
                            return new ProcessCpu(owner);
                        }
                    }
                }
            } catch (IOException e) {
                // not Linux: nothing to read
            }
        }
        return new ProcessCpu(OptionalLong.empty());
    }

    private static OptionalLong ownerOfSocket(String inode) throws IOException {
        String wanted = "socket:[" + inode + "]";
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process.resolve("fd"), wanted)) {
                    return OptionalLong.of(Long.parseLong(process.getFileName().toString()));
                }
            }
        }
        return OptionalLong.empty();
    }

    private static boolean holds(Path descriptors, String wanted) {
        try (DirectoryStream<Path> links = Files.newDirectoryStream(descriptors)) {
            for (Path link : links) {
                if (Files.readSymbolicLink(link).toString().equals(wanted)) {
                    return true;
                }
            }
        } catch (IOException | RuntimeException e) {
            // gone meanwhile, or not ours to look into
        }
        return false;
    }

    OptionalLong pid() {
        return pid;
    }

    /** User and system time so far, in seconds. */
    OptionalDouble seconds() {
        if (pid.isEmpty()) {
            return OptionalDouble.empty();
        }
        try {
            String stat = Files.readString(PROC.resolve(pid.getAsLong() + "/stat"));
            String[] columns = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return OptionalDouble.of(
                    (Long.parseLong(columns[11]) + Long.parseLong(columns[12])) / TICKS_PER_SECOND);
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }

    /** Resident memory that no file backs, in bytes. */
    OptionalLong anonymousBytes() {
        if (pid.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            for (String line : Files.readAllLines(PROC.resolve(pid.getAsLong() + "/status"))) {
                if (line.startsWith("RssAnon:")) {
                    return OptionalLong.of(Long.parseLong(line.replaceAll("\\D", "")) * 1024);
                }
            }
        } catch (IOException e) {
            // the process is gone
        }
        return OptionalLong.empty();
    }
}
