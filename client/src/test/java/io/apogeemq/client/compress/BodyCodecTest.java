package io.apogeemq.client.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.client.error.BodyCodecException;
import io.apogeemq.common.message.CompressionType;
import io.apogeemq.common.message.SysFlag;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies go and come back; hostile ones end at the bound. */
class BodyCodecTest {
    private static final int MIB = 1024 * 1024;

    @Property(tries = 300)
    void bringsBackWhatWasCompressed(
            @ForAll CompressionType type, @ForAll @Size(max = 5000) byte[] body) {
        byte[] compressed = BodyCodec.compress(type, body);

        assertArrayEquals(body, BodyCodec.decompress(type, compressed, 5000));
    }

    @Property(tries = 500)
    void answersAnyInputWithABodyOrAnError(
            @ForAll CompressionType type,
            @ForAll @Size(max = 400) byte[] plain,
            @ForAll @IntRange(max = 400) int position,
            @ForAll byte flip,
            @ForAll boolean cut) {
        byte[] damaged = BodyCodec.compress(type, plain);
        int at = position % damaged.length;
        damaged[at] ^= flip;
        if (cut) {
            damaged = Arrays.copyOf(damaged, at);
        }

        try {
            byte[] body = BodyCodec.decompress(type, damaged, 1000);
            assertTrue(body.length <= 1000);
        } catch (BodyCodecException e) {
            assertTrue(e.getMessage().contains(type.name()), e::getMessage);
        }
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void stopsABombAtTheBound(CompressionType type) {
        byte[] bomb = BodyCodec.compress(type, new byte[64 * MIB]);

        BodyCodecException error =
                assertThrows(
                        BodyCodecException.class, () -> BodyCodec.decompress(type, bomb, 4 * MIB));

        assertTrue(error.getMessage().contains("more than the 4194304 bytes"), error::getMessage);
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void takesABodyOfExactlyTheBound(CompressionType type) {
        byte[] body = new byte[3 * MIB];
        new Random(7).nextBytes(body);

        byte[] back = BodyCodec.decompress(type, BodyCodec.compress(type, body), body.length);

        assertArrayEquals(body, back);
    }

    @Test
    void readsWhatAPeersProducerCompressed() {
        byte[] recorded = HexFormat.of().parseHex("785eaba81805c40200b20a8ca1");

        byte[] body = BodyCodec.plainBody(769, recorded, 8192);

        byte[] all = new byte[body.length];
        Arrays.fill(all, (byte) 'x');
        assertArrayEquals(all, body);
        assertTrue(body.length > 100);
    }

    @Test
    void leavesABodyAloneThatIsNotCompressed() {
        byte[] body = {1, 2, 3};

        assertSame(body, BodyCodec.plainBody(0, body, 3));
        assertSame(body, BodyCodec.plainBody(SysFlag.BORN_HOST_V6, body, 3));
    }
}
