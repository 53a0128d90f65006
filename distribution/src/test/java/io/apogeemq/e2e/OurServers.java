package io.apogeemq.e2e;

import java.nio.file.Path;
import java.util.Map;

/** Our NameServer and broker, each in a process of its own. */
public final class OurServers implements Servers {
    private final ServerProcess namesrv;
    private final ServerProcess broker;

    private OurServers(ServerProcess namesrv, ServerProcess broker) {
        this.namesrv = namesrv;
        this.broker = broker;
    }

    /** Starts both and waits until they are ready. */
    public static OurServers start(Install install, Path folder, Map<String, String> settings) {
        return start(install, folder, settings, "");
    }

    /** The same with options for the broker's JVM. */
    public static OurServers start(
            Install install, Path folder, Map<String, String> settings, String javaOptions) {
        ServerProcess namesrv = ServerProcess.namesrv(install, folder.resolve("namesrv"));
        try {
            return new OurServers(
                    namesrv,
                    ServerProcess.broker(
                            install,
                            folder.resolve("broker-a"),
                            namesrv.address(),
                            settings,
                            javaOptions));
        } catch (RuntimeException | AssertionError e) {
            namesrv.close();
            throw e;
        }
    }

    @Override
    public String nameServers() {
        return namesrv.address();
    }

    public ServerProcess namesrv() {
        return namesrv;
    }

    public ServerProcess broker() {
        return broker;
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
