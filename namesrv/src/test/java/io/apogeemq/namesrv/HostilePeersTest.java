package io.apogeemq.namesrv;

import static io.apogeemq.namesrv.RunningNamesrv.broker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.namesrv.RawPeer.Frame;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.json.WireJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever one peer sends, the server stays up and nobody else notices. */
class HostilePeersTest {
    private static final byte[] ROUTE_REQUEST = RawPeer.golden("001-j540-route-ok.req");

    @TempDir private Path home;
    private RunningNamesrv namesrv;
    private RawPeer friend;

    @BeforeEach
    void start() throws IOException {
        namesrv = new RunningNamesrv(home, Map.of());
        namesrv.requireRegistered(broker("b", 0, "10.0.0.1:10911"), 1, "GoldenTopicJ5", "other");
        friend = new RawPeer(namesrv.port());
    }

    @AfterEach
    void nobodyElseNotices() throws IOException {
        assertEquals(1, namesrv.requireRoute("other").queueDatas().size());
        Frame answer = friend.call(ROUTE_REQUEST);
        assertEquals(ResponseCode.SUCCESS, WireJson.object(answer.header()).requireInt("code"));
        friend.close();
        namesrv.close();
    }

    @Test
    void closesTheConnectionOfAPeerThatSpeaksAnotherProtocol() throws IOException {
        try (RawPeer peer = new RawPeer(namesrv.port())) {
            peer.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));

            assertTrue(peer.isClosedByTheServer());
        }
    }

    @Test
    void closesTheConnectionOfAPeerThatAnnouncesAGiantFrame() throws IOException {
        for (int length : new int[] {Integer.MAX_VALUE, -1, Integer.MIN_VALUE, 17 << 20, 0}) {
            try (RawPeer peer = new RawPeer(namesrv.port())) {
                peer.send(ByteBuffer.allocate(8).putInt(length).putInt(length).array());

                assertTrue(peer.isClosedByTheServer(), "length " + length);
            }
        }
    }

    @Test
    void keepsServingWhilePeersLeaveInTheMiddleOfAFrame() throws IOException {
        byte[] register = RawPeer.golden("088-broker-register-full.req");
        List<RawPeer> halfway = new ArrayList<>();
        for (int length = 1; length < register.length; length += register.length / 20) {
            RawPeer peer = new RawPeer(namesrv.port());
            peer.send(Arrays.copyOf(register, length));
            halfway.add(peer);
        }

        assertEquals(1, namesrv.requireRoute("other").queueDatas().size());

        for (RawPeer peer : halfway) {
            peer.close();
        }
    }

    @Test
    void survivesBitFlipsInRegistrations() throws IOException {
        byte[] register = RawPeer.golden("088-broker-register-full.req");
        byte[] compressed = RawPeer.golden("131-broker-register-compressed-rejected.req");
        long seed = 20_261_122;
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = (i % 2 == 0 ? register : compressed).clone();
            for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
                // Lengths are left alone: what they do to a connection is tested above.
                int at = 8 + random.nextInt(damaged.length - 8);
                damaged[at] ^= (byte) (1 << random.nextInt(8));
            }
            try (RawPeer peer = new RawPeer(namesrv.port())) {
                peer.send(damaged);
                peer.send(ROUTE_REQUEST);
                // The first byte of an answer, or the end of the connection: never silence.
                peer.isClosedByTheServer();
            }
        }
    }

    @Test
    void answersBodiesThatLieAboutTheirLengths() throws IOException {
        byte[] bomb = new byte[64];
        Arrays.fill(bomb, (byte) '[');
        for (byte[] body : List.of(bomb, "{".getBytes(StandardCharsets.UTF_8), new byte[] {0x78})) {
            try (RawPeer peer = new RawPeer(namesrv.port())) {
                Frame answer = peer.call(registration(body));

                assertEquals(
                        ResponseCode.SYSTEM_ERROR,
                        WireJson.object(answer.header()).requireInt("code"));
            }
        }
    }

    private static byte[] registration(byte[] body) {
        return RawPeer.frame(
                "{\"code\":103,\"flag\":0,\"language\":\"JAVA\",\"opaque\":1,\"version\":493,"
                        + "\"extFields\":{\"brokerName\":\"x\",\"brokerAddr\":\"1.1.1.1:1\","
                        + "\"clusterName\":\"C\",\"haServerAddr\":\"1.1.1.1:2\",\"brokerId\":\"0\","
                        + "\"compressed\":\"false\"}}",
                body);
    }
}
