package io.apogeemq.common.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@link MessageId}. */
class MessageIdTest {

    @Property
    void everyIdIsReadBack(
            @ForAll @Size(4) byte[] address,
            @ForAll @IntRange(min = 0, max = 65535) int port,
            @ForAll @LongRange(min = 0) long offset)
            throws UnknownHostException {
        MessageId id = new MessageId(InetAddress.getByAddress(address), port, offset);

        assertEquals(32, id.text().length());
        assertEquals(id, MessageId.parse(id.text()));
        assertEquals(id, MessageId.parse(id.text().toLowerCase(Locale.ROOT)));
    }

    @Test
    void looksAsThePeerWritesIt() throws UnknownHostException {
        InetAddress address = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});

        assertEquals(
                "7F00000100002AB30000000000000333", new MessageId(address, 10931, 0x333).text());
    }

    @Test
    void anIdWithIpv6HostHas56Digits() throws UnknownHostException {
        byte[] address = new byte[16];
        address[0] = (byte) 0xFD;
        address[15] = 2;

        MessageId id = new MessageId(InetAddress.getByAddress(address), 10911, 42);

        assertEquals(
                "FD000000000000000000000000000002" + "00002A9F" + "000000000000002A", id.text());
        assertEquals(id, MessageId.parse(id.text()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7F00000100002AB3",
                "7F00000100002AB3000000000000033G",
                "7F000001FFFFFFFF0000000000000333",
                "7F00000100002AB3FFFFFFFFFFFFFFFF",
                "語語語語語語語語語語語語語語語語語語語語語語語語語語語語語語語語"
            })
    void saysWhatIsNoId(String text) {
        RecordFormatException e =
                assertThrows(RecordFormatException.class, () -> MessageId.parse(text));

        assertTrue(e.getMessage().startsWith("'" + text + "' is not an offset message id"));
    }
}
