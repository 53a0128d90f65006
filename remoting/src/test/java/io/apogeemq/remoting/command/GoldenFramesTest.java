package io.apogeemq.remoting.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Frames recorded between Apache's clients, tools and servers: we read them, and write them again
 * byte for byte.
 */
class GoldenFramesTest {
    private static final int MOST_FRAME_BYTES = 16 * 1024 * 1024;

    static Stream<Path> frames() throws IOException, URISyntaxException {
        Path folder = Path.of(GoldenFramesTest.class.getResource("/golden").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .filter(
                            f ->
                                    f.toString().endsWith(".req.bin")
                                            || f.toString().endsWith(".resp.bin"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void areWrittenAgainByteForByte(Path file) throws IOException {
        byte[] recorded = Files.readAllBytes(file);
        ByteBuf in = Unpooled.wrappedBuffer(recorded);

        RemotingCommand command =
                new FrameDecoder(MOST_FRAME_BYTES, new HeaderLayouts()).decode(in);

        assertNotNull(command);
        assertEquals(0, in.readableBytes());
        assertEquals(file.toString().endsWith(".resp.bin"), command.isResponse());
        ByteBuf written = Unpooled.buffer();
        new FrameEncoder().encode(command, written);
        if (isCanonical(file, recorded)) {
            assertArrayEquals(recorded, bytesOf(written));
        }
        assertSameMeaning(
                command.detach(),
                new FrameDecoder(MOST_FRAME_BYTES, new HeaderLayouts()).decode(written));
    }

    /**
     * Frames made by hand have blanks or an order of their own; the one with a POP code that the
     * peer cut to 16 bits is written with its whole code, which takes a JSON header.
     */
    private static boolean isCanonical(Path file, byte[] recorded) {
        String name = file.getFileName().toString();
        boolean isHandMade =
                name.contains("-raw")
                        || new String(recorded, StandardCharsets.ISO_8859_1).contains("\"code\": ");
        return !isHandMade && !name.contains("truncated-code");
    }

    @ParameterizedTest
    @MethodSource("frames")
    void waitForTheirLastByte(Path file) throws IOException {
        byte[] recorded = Files.readAllBytes(file);
        FrameDecoder decoder = new FrameDecoder(MOST_FRAME_BYTES, new HeaderLayouts());
        ByteBuf in = Unpooled.buffer();

        for (int i = 0; i < recorded.length - 1; i++) {
            in.writeByte(recorded[i]);
            assertNull(decoder.decode(in), "decoded after " + (i + 1) + " bytes");
        }
        in.writeByte(recorded[recorded.length - 1]);

        assertNotNull(decoder.decode(in));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void damagedAnywhereAreReadOrRefusedButNeverDoHarm(Path file) throws IOException {
        byte[] recorded = Files.readAllBytes(file);
        long seed = new Random().nextLong();
        Random random = new Random(seed);

        for (int round = 0; round < 200; round++) {
            byte[] damaged = recorded.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            FrameDecoder decoder = new FrameDecoder(64 * 1024, new HeaderLayouts());
            ByteBuf in = Unpooled.wrappedBuffer(damaged);
            try {
                RemotingCommand command = decoder.decode(in);
                if (command != null) {
                    command.fields().forEach((name, value) -> assertNotNull(value));
                }
            } catch (CorruptFrameException e) {
                assertNotNull(e.getMessage());
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + " round " + round + " of " + file, e);
            }
        }
    }

    @Test
    void lengthsAreCheckedBeforeAnythingIsAllocated() {
        assertCorrupt("7FFFFFFF 00000010");
        assertCorrupt("01000000 00000010"); // one byte over 16 MiB with the length field
        assertCorrupt("FFFFFFFF 00000010");
        assertCorrupt("00000000 00000010");
        assertCorrupt("00000003 00000000");
        assertCorrupt("00000008 00000005 00000000");
        assertCorrupt("00000008 02000004 00000000");
    }

    private static void assertCorrupt(String hex) {
        byte[] bytes = new BigInteger("01" + hex.replace(" ", ""), 16).toByteArray();
        ByteBuf in = Unpooled.wrappedBuffer(bytes, 1, bytes.length - 1);
        assertThrows(
                CorruptFrameException.class,
                () -> new FrameDecoder(MOST_FRAME_BYTES, new HeaderLayouts()).decode(in),
                hex);
    }

    private static byte[] bytesOf(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.getBytes(buffer.readerIndex(), bytes);
        return bytes;
    }

    private static void assertSameMeaning(RemotingCommand wanted, RemotingCommand actual) {
        assertEquals(wanted.code(), actual.code());
        assertEquals(wanted.flag(), actual.flag());
        assertEquals(wanted.version(), actual.version());
        assertEquals(wanted.language(), actual.language());
        assertEquals(wanted.opaque(), actual.opaque());
        assertEquals(wanted.remark(), actual.remark());
        if (wanted.code() == (short) wanted.code()) {
            assertEquals(wanted.encoding(), actual.encoding());
        }
        assertEquals(toMap(wanted.fields()), toMap(actual.fields()));
        assertEquals(wanted.body(), actual.body());
    }

    private static Map<String, String> toMap(HeaderFields fields) {
        Map<String, String> map = new LinkedHashMap<>();
        fields.forEach(map::put);
        return map;
    }
}
