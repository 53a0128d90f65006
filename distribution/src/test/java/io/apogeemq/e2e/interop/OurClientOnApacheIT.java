package io.apogeemq.e2e.interop;

import io.apogeemq.e2e.ApacheServers;
import io.apogeemq.e2e.Install;
import io.apogeemq.e2e.Servers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Applications with our client library work with Apache's NameServer and broker. */
class OurClientOnApacheIT extends OurClientScenarios {
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
}
