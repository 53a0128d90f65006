package io.apogeemq.e2e;

import io.apogeemq.client.admin.AdminClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Apache's own NameServer and broker, release 5.5, as processes with small heaps. */
public final class ApacheServers implements Servers {
    private final Path folder;
    private final int namesrvPort = Ports.free();
    private final int brokerPort = Ports.free();
    private final OsProcess namesrv;
    private OsProcess broker;
    private int brokerStarts;

    /** Starts both and waits until they are ready. */
    public ApacheServers(Path folder) {
        this.folder = folder;
        this.namesrv =
                java(
                        "apache-namesrv",
                        "-Xmx96m",
                        "org.apache.rocketmq.namesrv.NamesrvStartup",
                        config("namesrv.conf", "listenPort=" + namesrvPort));
        try {
            awaitBoot(namesrv);
            this.broker = startBroker();
        } catch (RuntimeException | AssertionError e) {
            namesrv.close();
            throw e;
        }
    }

    private OsProcess startBroker() {
        brokerStarts++;
        OsProcess started =
                java(
                        "apache-broker-" + brokerStarts,
                        "-Xmx320m",
                        "org.apache.rocketmq.broker.BrokerStartup",
                        config(
                                "broker.conf",
                                "listenPort=" + brokerPort,
                                "haListenPort=" + (brokerPort + 1),
                                "namesrvAddr=" + nameServers(),
                                "brokerName=apache",
                                "brokerIP1=127.0.0.1",
                                "storePathRootDir=" + folder.resolve("store"),
                                "storePathCommitLog=" + folder.resolve("store/commitlog"),
                                "mappedFileSizeCommitLog=" + (16 << 20)));
        awaitBoot(started);
        // It may say that it has started some seconds before it registers.
        try (AdminClient admin = AdminClient.connect(nameServers())) {
            Deadline.await(
                    () -> !admin.cluster().brokers().isEmpty(), () -> "not registered: " + started);
        }
        return started;
    }

    private OsProcess java(String name, String heap, String main, Path config) {
        return OsProcess.start(
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
    }

    private Path config(String name, String... lines) {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(folder);
            return Files.write(file, List.of(lines));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write '" + file + "'", e);
        }
    }

    private static void awaitBoot(OsProcess process) {
        process.awaitLine(line -> line.contains(" boot success. "), "that it has started");
    }

    @Override
    public String nameServers() {
        return "127.0.0.1:" + namesrvPort;
    }

    @Override
    public void restartBroker() {
        broker.terminate();
        broker.awaitExit(Deadline.LONG);
        broker.close();
        broker = startBroker();
    }

    @Override
    public void crashBroker() {
        broker.close();
        broker = startBroker();
    }

    @Override
    public void close() {
        broker.close();
        namesrv.close();
    }
}
