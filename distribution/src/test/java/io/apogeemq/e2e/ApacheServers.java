package io.apogeemq.e2e;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Apache's own NameServer and broker, release 5.5, as processes with small heaps. */
public final class ApacheServers implements Servers {
    private final int namesrvPort = Ports.free();
    private final OsProcess namesrv;
    private final ApacheBroker broker;

    /** Starts both and waits until they are ready. */
    public ApacheServers(Path folder) {
        this.namesrv =
                ApacheBroker.java(
                        folder,
                        "apache-namesrv",
                        "-Xmx96m",
                        "org.apache.rocketmq.namesrv.NamesrvStartup",
                        ApacheBroker.config(
                                folder, "namesrv.conf", List.of("listenPort=" + namesrvPort)));
        this.broker = new ApacheBroker(folder, nameServers(), Map.of("brokerName", "apache"));
        try {
            broker.start();
        } catch (RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    @Override
    public String nameServers() {
        return "127.0.0.1:" + namesrvPort;
    }

    @Override
    public void restartBroker() {
        broker.stop();
        broker.start();
    }

    @Override
    public void crashBroker() {
        broker.kill();
        broker.start();
    }

    @Override
    public void close() {
        broker.close();
        namesrv.close();
    }
}
