package io.apogeemq.e2e.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.e2e.ApacheServers;
import io.apogeemq.e2e.Deadline;
import io.apogeemq.e2e.Install;
import io.apogeemq.e2e.OurServers;
import io.apogeemq.e2e.Peer;
import io.apogeemq.e2e.PeerProcess;
import io.apogeemq.e2e.Servers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Apache's own clients work with our NameServer and broker as with Apache's. The scenarios are in the
 * witness program, which checks for itself. {@code -De2e.servers=apache} plays them on Apache's servers:
 * a scenario that fails there as well is wrong.
 */
@ParameterizedClass
@EnumSource(Peer.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ApacheClientIT {
    private static final Path FOLDER = Install.folderFor(ApacheClientIT.class);
    private static final long ENOUGH_MESSAGES = 50;

    private static Servers servers;
    private static PeerProcess witness;

    @Parameter Peer peer;

    @BeforeAll
    static void startServers() {
        servers =
                System.getProperty("e2e.servers", "ours").equals("apache")
                        ? new ApacheServers(FOLDER.resolve("apache"))
                        : OurServers.start(Install.shared(), FOLDER, Map.of());
    }

    @AfterAll
    static void stopServers() {
        servers.close();
        if (servers instanceof OurServers ours) {
            assertEquals(List.of(), ours.broker().logged("ERROR"));
            assertEquals(List.of(), ours.namesrv().logged("ERROR"));
        }
    }

    @BeforeParameterizedClassInvocation
    static void startWitness(Peer peer) {
        witness = PeerProcess.start(peer, FOLDER.resolve(peer.name()), servers.nameServers());
    }

    @AfterParameterizedClassInvocation
    static void endWitness() {
        witness.close();
    }

    @Order(1)
    @ParameterizedTest
    @ValueSource(
            strings = {
                "send-sync",
                "send-async",
                "send-oneway",
                "send-batch",
                "send-selector",
                "push-concurrent",
                "push-orderly",
                "push-broadcast",
                "push-tags",
                "lite-subscribe"
            })
    void clientsWork(String scenario) {
        witness.play(scenario);
    }

    @Order(2)
    @Test
    void theClientHasNothingToComplainAbout() {
        assertEquals(List.of(), witness.log().complaints());
    }

    // Here the client complains of its own doings: it interrupts itself when it seeks or shuts
    // down, and warns when a query finds nothing.
    @Order(3)
    @ParameterizedTest
    @ValueSource(
            strings = {
                "send-new-topic",
                "lite-assign",
                "lite-successor",
                "push-successor",
                "query-key",
                "query-id",
                "rebalance"
            })
    void clientsComeAndGo(String scenario) {
        witness.play(scenario);
    }

    @Order(4)
    @ParameterizedTest
    @ValueSource(strings = {"stopped", "killed"})
    void clientsGoOnWhenTheBrokerComesBack(String how) {
        witness.begin("endure");
        awaitMore("acknowledged=", 0);
        awaitMore("received=", 0);

        if (how.equals("killed")) {
            servers.crashBroker();
        } else {
            servers.restartBroker();
        }

        awaitMore("acknowledged=", witness.lastNoted("endure", "acknowledged="));
        awaitMore("received=", witness.lastNoted("endure", "received="));
        witness.say("stop");
        String seen = witness.end("endure");
        assertTrue(
                PeerProcess.number(seen, "received=") >= PeerProcess.number(seen, "acknowledged="),
                seen);
    }

    private static void awaitMore(String word, long than) {
        Deadline.await(
                () -> witness.lastNoted("endure", word) >= than + ENOUGH_MESSAGES,
                () -> word + witness.lastNoted("endure", word) + "\n" + witness);
    }

    @Order(5)
    @Test
    void theClientEndsWhenItsProgramDoes() {
        assertEquals(0, witness.finish(), () -> peer + ": " + witness);
    }
}
