package io.apogeemq.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A process whose output is kept, and which never outlives the tests.
 *
 * <p>Threads: two readers fill the lists of lines and the files {@code NAME.out} and {@code NAME.err};
 * everything else is the test's thread.
 */
public final class OsProcess implements AutoCloseable {
    private final String name;
    private final Process process;
    private final List<String> out = new CopyOnWriteArrayList<>(); // written by: its reader
    private final List<String> err = new CopyOnWriteArrayList<>(); // written by: its reader
    private final Thread outReader;
    private final Thread errReader;
    private final Thread killer;

    private OsProcess(String name, Path folder, Process process) {
        this.name = name;
        this.process = process;
        this.outReader = reader(process.getInputStream(), out, folder.resolve(name + ".out"));
        this.errReader = reader(process.getErrorStream(), err, folder.resolve(name + ".err"));
        this.killer = new Thread(process::destroyForcibly, "kill-" + name);
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /** Starts a command in a folder; an environment value "" removes the variable. */
    public static OsProcess start(
            String name, Path folder, Map<String, String> environment, List<String> command) {
        try {
            Files.createDirectories(folder);
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
            environment.forEach(
                    (key, value) -> {
                        if (value.isEmpty()) {
                            builder.environment().remove(key);
                        } else {
                            builder.environment().put(key, value);
                        }
                    });
            return new OsProcess(name, folder, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
    }

    private Thread reader(InputStream stream, List<String> lines, Path copy) {
        Thread thread = new Thread(() -> read(stream, lines, copy), "output-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void read(InputStream stream, List<String> lines, Path copy) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                Files.writeString(
                        copy,
                        line + System.lineSeparator(),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            lines.add("(output ends: " + e + ")");
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Lines of standard output so far. */
    public List<String> out() {
        return List.copyOf(out);
    }

    /** Lines of standard error so far. */
    public List<String> err() {
        return List.copyOf(err);
    }

    /** Waits for a line of standard output; fails when the process ends without it. */
    public String awaitLine(Predicate<String> wanted, String description) {
        return awaitLine(0, wanted, description);
    }

    /** Waits for a line of standard output behind the first so many. */
    public String awaitLine(int skipped, Predicate<String> wanted, String description) {
        Deadline.await(
                () -> firstLine(skipped, wanted).isPresent() || hasEnded(),
                () -> "no line " + description + " from " + this);
        return firstLine(skipped, wanted)
                .orElseThrow(() -> new AssertionError("no line " + description + " from " + this));
    }

    private Optional<String> firstLine(int skipped, Predicate<String> wanted) {
        return out.stream().skip(skipped).filter(wanted).findFirst();
    }

    private boolean hasEnded() {
        return !process.isAlive() && !outReader.isAlive();
    }

    public void writeLine(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot say '" + line + "' to " + this, e);
        }
    }

    public void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot end the input of " + this, e);
        }
    }

    /** Asks the process to stop, as {@code kill} does. */
    public void terminate() {
        process.destroy();
    }

    /** Waits for the end, output included, and returns the exit code. */
    public int awaitExit(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("after " + atMost + " still running: " + this);
            }
            outReader.join(atMost.toMillis());
            errReader.join(atMost.toMillis());
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + this, e);
        }
    }

    /** Ends the process at once, as {@code kill -9} does, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(Deadline.LONG);
    }

    @Override
    public void close() {
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook is running already.
        }
    }

    @Override
    public String toString() {
        return name
                + " pid="
                + process.pid()
                + (process.isAlive() ? " (running)" : " (exit code " + process.exitValue() + ")")
                + "\nstdout: "
                + String.join("\n  ", last(out))
                + "\nstderr: "
                + String.join("\n  ", last(err));
    }

    private static List<String> last(List<String> lines) {
        List<String> copy = List.copyOf(lines);
        return copy.subList(Math.max(0, copy.size() - 20), copy.size());
    }
}
