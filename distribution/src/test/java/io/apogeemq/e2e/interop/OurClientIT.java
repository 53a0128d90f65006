package io.apogeemq.e2e.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.apogeemq.e2e.Install;
import io.apogeemq.e2e.OurServers;
import io.apogeemq.e2e.Servers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Applications with our client library work with our NameServer and broker. */
class OurClientIT extends OurClientScenarios {
    private static OurServers servers;

    @BeforeAll
    static void startServers() {
        Path folder = Install.folderFor(OurClientIT.class);
        servers = OurServers.start(Install.shared(), folder, Map.of());
    }

    @AfterAll
    static void stopServers() {
        servers.close();
        assertEquals(List.of(), servers.broker().logged("ERROR"));
        assertEquals(List.of(), servers.namesrv().logged("ERROR"));
    }

    @Override
    Servers servers() {
        return servers;
    }
}
