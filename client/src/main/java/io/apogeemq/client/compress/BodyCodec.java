package io.apogeemq.client.compress;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdInputStream;
import io.apogeemq.client.error.BodyCodecException;
import io.apogeemq.common.message.CompressionType;
import io.apogeemq.common.message.SysFlag;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Deflater;
import java.util.zip.InflaterInputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;

/**
 * Compresses message bodies, and decompresses them without trusting what they say of their size.
 *
 * <pre>{@code
 * byte[] small = BodyCodec.compress(CompressionType.ZLIB, body);
 * byte[] body = BodyCodec.decompress(CompressionType.ZLIB, small, BodyCodec.USUAL_MOST_BYTES);
 * }</pre>
 *
 * <p>A few kilobytes of zlib can grow into gigabytes. Decompressing stops at the caller's bound, and
 * memory is taken as output really appears, never by a number in the input; a zstd window is bounded
 * too.
 *
 * <p>Threads: safe for any thread. Errors: {@link BodyCodecException}.
 */
public final class BodyCodec {
    /** A bound for decompressed bodies that is far above what brokers accept uncompressed. */
    public static final int USUAL_MOST_BYTES = 32 * 1024 * 1024;

    private static final int ZLIB_LEVEL = 5; // as the peers
    private static final int ZSTD_LEVEL = 3;
    private static final int CHUNK_BYTES = 8 * 1024;
    private static final int SMALLEST_WINDOW_LOG =
            23; // 8 MiB: what zstd's usual levels use at most

    private BodyCodec() {}

    /** The body in the format of the type. */
    public static byte[] compress(CompressionType type, byte[] body) {
        try {
            return switch (type) {
                case ZLIB -> deflate(body);
                case LZ4 -> lz4(body);
                case ZSTD -> Zstd.compress(body, ZSTD_LEVEL);
            };
        } catch (IOException e) { // the streams write to memory
            throw new BodyCodecException("body cannot be compressed with " + type, e);
        }
    }

    /**
     * The body that was compressed.
     *
     * @param mostBytes larger bodies are refused
     * @throws BodyCodecException when the input is damaged or its output larger than allowed
     */
    public static byte[] decompress(CompressionType type, byte[] compressed, int mostBytes) {
        try (InputStream in = reader(type, compressed, mostBytes)) {
            return readAll(in, type, compressed.length, mostBytes);
        } catch (IOException | ZstdException e) {
            throw new BodyCodecException(
                    "body of "
                            + compressed.length
                            + " bytes is not what "
                            + type
                            + " makes: "
                            + e.getMessage(),
                    e);
        }
    }

    /**
     * The body of a received message as the application sent it.
     *
     * @param sysFlag the message's; says whether and how the body is compressed
     */
    public static byte[] plainBody(int sysFlag, byte[] body, int mostBytes) {
        return SysFlag.isCompressed(sysFlag)
                ? decompress(SysFlag.compressionType(sysFlag), body, mostBytes)
                : body;
    }

    private static InputStream reader(CompressionType type, byte[] compressed, int mostBytes)
            throws IOException {
        InputStream in = new ByteArrayInputStream(compressed);
        return switch (type) {
            case ZLIB -> new InflaterInputStream(in);
            case LZ4 -> new LZ4FrameInputStream(in);
            case ZSTD -> new ZstdInputStream(in).setLongMax(windowLog(mostBytes));
        };
    }

    private static int windowLog(int mostBytes) {
        int log = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, mostBytes - 1));
        return Math.max(SMALLEST_WINDOW_LOG, log);
    }

    private static byte[] readAll(
            InputStream in, CompressionType type, int compressedBytes, int mostBytes)
            throws IOException {
        ByteArrayOutputStream out =
                new ByteArrayOutputStream(Math.min(mostBytes, Math.max(64, compressedBytes * 2)));
        byte[] chunk = new byte[CHUNK_BYTES];
        int got;
        while ((got = in.read(chunk)) >= 0) {
            if (got > mostBytes - out.size()) {
                throw new BodyCodecException(
                        "body of "
                                + compressedBytes
                                + " bytes "
                                + type
                                + " decompresses to more than the "
                                + mostBytes
                                + " bytes allowed; raise the limit if such bodies are meant to be");
            }
            out.write(chunk, 0, got);
        }
        return out.toByteArray();
    }

    private static byte[] deflate(byte[] body) {
        Deflater deflater = new Deflater(ZLIB_LEVEL);
        try {
            deflater.setInput(body);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 2 + 64);
            byte[] chunk = new byte[CHUNK_BYTES];
            while (!deflater.finished()) {
                out.write(chunk, 0, deflater.deflate(chunk));
            }
            return out.toByteArray();
        } finally {
            deflater.end(); // its memory is not the collector's
        }
    }

    private static byte[] lz4(byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 2 + 64);
        try (LZ4FrameOutputStream frame =
                new LZ4FrameOutputStream(out, LZ4FrameOutputStream.BLOCKSIZE.SIZE_64KB)) {
            frame.write(body);
        }
        return out.toByteArray();
    }
}
