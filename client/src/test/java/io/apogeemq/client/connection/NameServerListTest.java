package io.apogeemq.client.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.client.error.ClientConfigException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Addresses as people write them, and the one by which a client names its machine. */
class NameServerListTest {
    @Test
    void takesSemicolonsCommasAndBlanks() {
        assertEquals(
                List.of("a:9876", "b:9876", "[::1]:9876"),
                NameServerList.parse(" a:9876; b:9876 ,[::1]:9876;;a:9876").addresses());
    }

    @Test
    void namesTheEntryThatIsNoAddress() {
        for (String wrong : List.of("a", "a:", ":9876", "a:x", "a:0", "a:65536")) {
            ClientConfigException error =
                    assertThrows(
                            ClientConfigException.class,
                            () -> NameServerList.parse("b:9876;" + wrong));
            assertTrue(error.getMessage().contains("'" + wrong + "'"), error::getMessage);
        }
    }

    @Test
    void tellsHowToGiveAnAddressWhenThereIsNone() {
        ClientConfigException error =
                assertThrows(ClientConfigException.class, () -> NameServerList.parse(" ; "));

        assertTrue(error.getMessage().contains("rocketmq.namesrv.addr"), error::getMessage);
        assertTrue(error.getMessage().contains("NAMESRV_ADDR"), error::getMessage);
    }

    @Test
    void prefersAnAddressThatTellsMachinesApart() throws UnknownHostException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        InetAddress home = InetAddress.getByName("192.168.1.7");
        InetAddress office = InetAddress.getByName("10.1.2.3");
        InetAddress v6 = InetAddress.getByName("2001:db8::1");

        assertEquals(office, LocalAddress.choose(List.of(loopback, v6, home, office)));
        assertEquals(home, LocalAddress.choose(List.of(loopback, v6, home)));
        assertEquals(v6, LocalAddress.choose(List.of(loopback, v6)));
        assertEquals(loopback, LocalAddress.choose(List.of(loopback)));
        assertTrue(LocalAddress.choose(List.of()).isLoopbackAddress());
    }
}
