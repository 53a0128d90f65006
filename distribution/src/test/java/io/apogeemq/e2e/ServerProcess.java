package io.apogeemq.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One of our servers as a real process, started by its script; it can be stopped or killed and started
 * again on the same port and the same store. Confined to the test's thread.
 */
public final class ServerProcess implements AutoCloseable {
    private final Install install;
    private final String script;
    private final Path folder;
    private final int port;
    private final Path configFile;
    private final String javaOptions;
    private OsProcess process;
    private int starts;

    private ServerProcess(
            Install install,
            String script,
            Path folder,
            int port,
            Map<String, String> settings,
            String javaOptions) {
        this.install = install;
        this.script = script;
        this.folder = folder;
        this.port = port;
        this.javaOptions = javaOptions;
        this.configFile = folder.resolve(script + ".conf");
        write(configFile, settings);
    }

    /** A NameServer that is ready. */
    public static ServerProcess namesrv(Install install, Path folder) {
        int port = Ports.free();
        return new ServerProcess(
                        install,
                        "mqnamesrv",
                        folder,
                        port,
                        Map.of("listenPort", Integer.toString(port)),
                        "")
                .start();
    }

    /** A broker that is ready, with settings beside those that a test needs. */
    public static ServerProcess broker(
            Install install, Path folder, String nameServers, Map<String, String> settings) {
        return broker(install, folder, nameServers, settings, "");
    }

    /** The same with options for its JVM, e.g. another heap. */
    public static ServerProcess broker(
            Install install,
            Path folder,
            String nameServers,
            Map<String, String> settings,
            String javaOptions) {
        int port = Ports.free();
        Map<String, String> all = new TreeMap<>(settings);
        all.put("brokerName", folder.getFileName().toString());
        all.put("brokerIP1", "127.0.0.1");
        all.put("listenPort", Integer.toString(port));
        all.put("namesrvAddr", nameServers);
        all.put("storePathRootDir", folder.resolve("store").toString());
        all.putIfAbsent("mappedFileSizeCommitLog", Integer.toString(16 << 20));
        return new ServerProcess(install, "mqbroker", folder, port, all, javaOptions).start();
    }

    private static void write(Path file, Map<String, String> settings) {
        StringBuilder text = new StringBuilder();
        settings.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write '" + file + "'", e);
        }
    }

    /** Starts, or starts again, and waits for the line that says so. */
    public ServerProcess start() {
        if (process != null) {
            process.close();
        }
        starts++;
        process =
                OsProcess.start(
                        script + "-" + starts,
                        folder,
                        Map.of("JAVA_OPT_EXT", javaOptions + " -Dapogeemq.logDir=" + folder),
                        List.of(
                                "sh",
                                install.script(script).toString(),
                                "-c",
                                configFile.toString()));
        process.awaitLine(line -> line.contains(" boot success. "), "that it has started");
        return this;
    }

    /** Stops as an operator does. */
    public void stop() {
        process.terminate();
        int exitCode = process.awaitExit(Deadline.LONG);
        if (exitCode != 0) {
            throw new AssertionError("exit code " + exitCode + " after SIGTERM: " + process);
        }
    }

    /** Ends at once, without a chance to write anything. */
    public void kill() {
        process.kill();
    }

    public int port() {
        return port;
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    public OsProcess process() {
        return process;
    }

    public Path folder() {
        return folder;
    }

    /** Lines of this level in the server's log, of all starts. */
    public List<String> logged(String level) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .flatMap(ServerProcess::lines)
                    .filter(line -> line.matches("^[-0-9]+ [:.0-9]+ " + level + " .*"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the logs in '" + folder + "'", e);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read '" + file + "'", e);
        }
    }

    /** Memory of the process that is in RAM now. */
    public long residentBytes() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
                }
            }
            throw new IllegalStateException("no VmRSS of process " + process.pid());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the memory of " + process, e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
