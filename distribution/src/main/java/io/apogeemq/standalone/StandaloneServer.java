package io.apogeemq.standalone;

import io.apogeemq.broker.BrokerConfig;
import io.apogeemq.broker.BrokerServer;
import io.apogeemq.broker.config.BrokerConfigKeys;
import io.apogeemq.common.config.ConfigException;
import io.apogeemq.common.config.ConfigValues;
import io.apogeemq.namesrv.NamesrvConfig;
import io.apogeemq.namesrv.NamesrvServer;
import io.apogeemq.remoting.transport.EventLoops;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A NameServer and a Broker in this process, on the same io threads. The broker registers at the
 * NameServer, and at those in its settings.
 *
 * <p>Threads: started and closed by one thread; owns the io threads.
 */
public final class StandaloneServer implements AutoCloseable {
    private static final int MOST_IO_THREADS = 8;

    private final EventLoops loops;
    private final NamesrvServer nameServer;
    private final BrokerServer broker;
    private final BrokerConfig brokerConfig;
    private final int nameServerPort; // the real one

    private StandaloneServer(
            EventLoops loops,
            NamesrvServer nameServer,
            BrokerServer broker,
            BrokerConfig brokerConfig) {
        this.loops = loops;
        this.nameServer = nameServer;
        this.broker = broker;
        this.brokerConfig = brokerConfig;
        this.nameServerPort = nameServer.port();
    }

    /**
     * Starts both.
     *
     * @param home the installation: files are kept below it unless the settings say otherwise
     * @param nameServerPort 0: any free one
     * @param brokerValues settings of the broker; the NameServer listens on the same local address
     * @param file what they were read from, where changes by tools are kept
     * @throws ConfigException when the settings do not go together; nothing was started
     */
    public static StandaloneServer start(
            Path home, int nameServerPort, ConfigValues brokerValues, Optional<Path> file) {
        BrokerConfig.of(brokerValues, file, home); // problems show before anything is started
        NamesrvConfig namesrvConfig =
                NamesrvConfig.of(
                        home,
                        Map.of(
                                "bindAddress",
                                brokerValues.text(BrokerConfigKeys.BIND_ADDRESS),
                                "listenPort",
                                Integer.toString(nameServerPort)));
        int threads = Math.min(MOST_IO_THREADS, Runtime.getRuntime().availableProcessors());
        Started started =
                new Started(
                        new EventLoops(
                                "io",
                                threads,
                                brokerValues.enumOf(
                                        BrokerConfigKeys.IO_TRANSPORT,
                                        EventLoops.Transport.class)));
        boolean done = false;
        try {
            StandaloneServer server = started.start(namesrvConfig, brokerValues, file, home);
            done = true;
            return server;
        } finally {
            if (!done) {
                started.close();
            }
        }
    }

    /** Address of the NameServer for clients of this machine. */
    public String nameServerAddress() {
        return localAddress(brokerConfig.bindAddress()) + ':' + nameServerPort;
    }

    /** What scripts wait for, of the NameServer and of the Broker. */
    public List<String> bootLines() {
        return List.of(
                "The Name Server boot success. serializeType=JSON, address "
                        + brokerConfig.bindAddress()
                        + ':'
                        + nameServerPort,
                "The broker["
                        + brokerConfig.identity().brokerName()
                        + ", "
                        + broker.address()
                        + "] boot success. serializeType=JSON and name server is "
                        + String.join(";", brokerConfig.registration().nameServers()));
    }

    /** Stops the Broker, then the NameServer. */
    @Override
    public void close() {
        broker.close();
        nameServer.close();
        loops.close();
    }

    private static String localAddress(String bindAddress) {
        return bindAddress.equals("0.0.0.0") || bindAddress.equals("::")
                ? "127.0.0.1"
                : bindAddress;
    }

    /** What is running so far. Threads: confined to the thread that starts. */
    private static final class Started {
        private final EventLoops loops;
        private final List<AutoCloseable> servers =
                new ArrayList<>(); // in the order of their start

        Started(EventLoops loops) {
            this.loops = loops;
        }

        StandaloneServer start(
                NamesrvConfig namesrvConfig,
                ConfigValues brokerValues,
                Optional<Path> file,
                Path home) {
            NamesrvServer nameServer = new NamesrvServer(namesrvConfig, loops);
            nameServer.start(); // closes itself when it cannot
            servers.add(nameServer);
            BrokerConfig brokerConfig =
                    BrokerConfig.of(withNameServer(brokerValues, nameServer.port()), file, home);
            BrokerServer broker = new BrokerServer(brokerConfig, loops);
            servers.add(broker);
            broker.start();
            return new StandaloneServer(loops, nameServer, broker, brokerConfig);
        }

        private static ConfigValues withNameServer(ConfigValues values, int port) {
            List<String> all = new ArrayList<>();
            all.add(localAddress(values.text(BrokerConfigKeys.BIND_ADDRESS)) + ':' + port);
            for (String other : values.addresses(BrokerConfigKeys.NAMESRV_ADDR)) {
                if (!all.contains(other) && !other.equals("localhost:" + port)) {
                    all.add(other);
                }
            }
            return BrokerConfigKeys.SCHEMA.update(
                    values, Map.of(BrokerConfigKeys.NAMESRV_ADDR.name(), String.join(";", all)));
        }

        void close() {
            for (int i = servers.size() - 1; i >= 0; i--) {
                try {
                    servers.get(i).close();
                } catch (Exception e) {
                    throw new IllegalStateException("a server could not be closed", e);
                }
            }
            loops.close();
        }
    }
}
