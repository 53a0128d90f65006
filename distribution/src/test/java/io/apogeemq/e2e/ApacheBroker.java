package io.apogeemq.e2e;

import io.apogeemq.client.admin.AdminClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Apache's own broker, release 5.5, as a process with a small heap. Confined to the test's thread. */
public final class ApacheBroker implements AutoCloseable {
    private final Path folder;
    private final String nameServers;
    private final String address;
    private final Path configFile;
    private OsProcess process;
    private int starts;

    /** A broker that is not started yet, with settings beside those that it needs to be found. */
    public ApacheBroker(Path folder, String nameServers, Map<String, String> settings) {
        this.folder = folder;
        this.nameServers = nameServers;
        int port = Ports.free();
        this.address = "127.0.0.1:" + port;
        Map<String, String> all = new TreeMap<>(settings);
        all.put("listenPort", Integer.toString(port));
        all.put("haListenPort", Integer.toString(port + 1));
        all.put("namesrvAddr", nameServers);
        all.put("brokerIP1", "127.0.0.1");
        all.putIfAbsent("storePathRootDir", folder.resolve("store").toString());
        all.put("storePathCommitLog", Path.of(all.get("storePathRootDir"), "commitlog").toString());
        all.putIfAbsent("mappedFileSizeCommitLog", Integer.toString(16 << 20));
        List<String> lines = new ArrayList<>();
        all.forEach((key, value) -> lines.add(key + '=' + value));
        this.configFile = config(folder, "broker.conf", lines);
    }

    static Path config(Path folder, String name, List<String> lines) {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(folder);
            return Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write '" + file + "'", e);
        }
    }

    /** One of Apache's programs, started. */
    static OsProcess java(Path folder, String name, String heap, String main, Path config) {
        OsProcess process =
                OsProcess.start(
                        name,
                        folder,
                        Map.of("ROCKETMQ_HOME", folder.toString()),
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                heap,
                                "-XX:MaxDirectMemorySize=256m",
                                "-XX:+UseSerialGC",
                                "-Duser.home=" + folder.resolve("home"),
                                "-cp",
                                Peer.ROCKETMQ_5.serverClassPath(),
                                main,
                                "-c",
                                config.toString()));
        process.awaitLine(line -> line.contains(" boot success. "), "that it has started");
        return process;
    }

    /** Starts, and waits until the name servers know it. */
    public ApacheBroker start() {
        starts++;
        process =
                java(
                        folder,
                        "apache-broker-" + starts,
                        "-Xmx320m",
                        "org.apache.rocketmq.broker.BrokerStartup",
                        configFile);
        // It may say that it has started some seconds before it registers.
        try (AdminClient admin = AdminClient.connect(nameServers)) {
            Deadline.await(
                    () -> admin.cluster().brokerAt(address).isPresent(),
                    () -> "not registered: " + process);
        }
        return this;
    }

    /** Stops as an operator does. */
    public void stop() {
        process.terminate();
        process.awaitExit(Deadline.LONG);
        process.close();
    }

    /** Ends at once, without a chance to write anything. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
