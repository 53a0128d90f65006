package io.apogeemq.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.store.MessageStore;
import io.apogeemq.store.StoreConfig;
import io.apogeemq.store.dispatch.ArrivalListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options, exit codes and what is printed. */
class BrokerMainTest {
    @TempDir Path home;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(Map<String, String> environment, String... args) {
        return new BrokerMain(
                        home,
                        environment,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(args);
    }

    private int run(String... args) {
        return run(Map.of(), args);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void printsHowItIsUsed() {
        assertEquals(0, run("-h"));
        assertTrue(printed().startsWith("usage: mqbroker"));
    }

    @Test
    void printsTheSettingsInForce() {
        int exit =
                run(
                        Map.of("APOGEE_BROKER_NAME", "from-env"),
                        "-n",
                        "ns1:9876;ns2:9876",
                        "-p",
                        "listenPort=12345",
                        "brokerIP1=10.1.2.3");

        assertEquals(0, exit);
        assertTrue(printed().contains("namesrvAddr=ns1:9876;ns2:9876\n"), printed());
        assertTrue(printed().contains("listenPort=12345\n"));
        assertTrue(printed().contains("brokerName=from-env\n"));
        assertTrue(printed().contains("brokerIP1=10.1.2.3\n"));
        assertTrue(printed().contains("brokerIP2=10.1.2.3\n"));
        assertTrue(printed().contains("haListenPort=12346\n"));
        assertTrue(printed().contains("storePathRootDir=" + home.resolve("data/store") + "\n"));
    }

    @Test
    void printsTheImportantOnesAlone() {
        assertEquals(0, run(Map.of("NAMESRV_ADDR", "ns:9876"), "-m"));

        assertTrue(printed().contains("namesrvAddr=ns:9876\n"), printed());
        assertTrue(printed().contains("flushDiskType=ASYNC_FLUSH\n"));
        assertTrue(!printed().contains("shortPollingTimeMills"));
    }

    @Test
    void startsWithTheSampleFilesOfThePeer() throws IOException {
        Path file = home.resolve("broker.conf");
        Files.writeString(
                file,
                """
                brokerClusterName = DefaultCluster
                brokerName = broker-a
                brokerId = 0
                deleteWhen = 04
                fileReservedTime = 48
                brokerRole = ASYNC_MASTER
                flushDiskType = ASYNC_FLUSH
                sendMessageThreadPoolNums=16
                """);

        assertEquals(0, run("-c", file.toString(), "-p"));
        assertTrue(printed().contains("brokerName=broker-a\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--nonsense; 2; nonsense",
                "-c /no/such/file; 2; config file '/no/such/file': not found",
                "-n noport; 2; 'namesrvAddr'",
                "listenPrt=1; 6; nearest is 'listenPort'",
                "listenPort=abc; 6; config key 'listenPort'",
                "listenPort=70000; 6; config key 'listenPort'",
                "brokerRole=SLAVE; 6; replication is not in this release",
                "brokerId=1; 6; config key 'brokerId'",
                "aclEnable=true; 6; access control is not in this release",
                "maxMessageSize=4m mappedFileSizeCommitLog=1m; 6; config key 'mappedFileSizeCommitLog'"
            })
    void saysInOneLineWhatIsWrong(String words, int exit, String complaint) {
        assertEquals(exit, run(words.split(" ")));
        assertTrue(complained().contains(complaint), complained());
        assertEquals("", printed());
    }

    @Test
    void saysThatThePortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();

            int exit = run("listenPort=" + port, "bindAddress=127.0.0.1");

            assertEquals(4, exit);
            assertTrue(complained().contains(Integer.toString(port)), complained());
            assertTrue(complained().contains("listenPort"), complained());
        }
    }

    @Test
    void saysThatTheStoreIsInUse() {
        StoreConfig store = StoreConfig.defaults(home.resolve("data").resolve("store"));
        try (MessageStore other = MessageStore.open(store, ArrivalListener.NONE, Clock.SYSTEM)) {
            assertEquals(5, run("listenPort=0", "bindAddress=127.0.0.1"));
            assertTrue(complained().contains("is in use by process"), complained());
            assertEquals(0, other.offsets().max());
        }
    }

    @Test
    void saysThatTheStoreCannotBeRead() throws IOException {
        Path config = home.resolve("data/store/config");
        Files.createDirectories(config);
        Files.writeString(config.resolve("topics.json"), "not json");

        assertEquals(3, run("listenPort=0", "bindAddress=127.0.0.1"));
        assertTrue(complained().contains("topics.json"), complained());
    }
}
