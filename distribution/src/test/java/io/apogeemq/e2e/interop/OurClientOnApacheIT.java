package io.apogeemq.e2e.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.apogeemq.e2e.ApacheServers;
import io.apogeemq.e2e.Install;
import io.apogeemq.e2e.Servers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Applications with our client library work with Apache's NameServer and broker. */
class OurClientOnApacheIT extends OurClientScenarios {
    private static final int FIRST_JAVA_ON_WHICH_THE_PEER_CANNOT_RESTART = 25;

    private static Servers servers;

    @BeforeAll
    static void startServers() {
        servers = new ApacheServers(Install.folderFor(OurClientOnApacheIT.class));
    }

    @AfterAll
    static void stopServers() {
        servers.close();
    }

    @Override
    Servers servers() {
        return servers;
    }

    /** Apache's broker 5.5.0 unmaps its files in a way that Java 25 refuses: it can't start again. */
    @Test
    @Override
    void goesOnWhenTheBrokerIsRestarted() throws InterruptedException {
        assumeTrue(
                Runtime.version().feature() < FIRST_JAVA_ON_WHICH_THE_PEER_CANNOT_RESTART,
                "Apache's broker can't be restarted on this Java");
        super.goesOnWhenTheBrokerIsRestarted();
    }
}
