package io.apogeemq.store.append;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** The checksum of a message body: CRC-32 (IEEE) masked to 31 bits, 0 for an empty body. */
public final class Crc31 {

    private Crc31() {}

    /** Over position..limit; the buffer's position stays. One small allocation, no copy. */
    public static int of(ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            return 0;
        }
        CRC32 crc = new CRC32();
        int position = bytes.position();
        crc.update(bytes);
        bytes.position(position);
        return (int) crc.getValue() & 0x7FFFFFFF;
    }

    public static int of(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        CRC32 crc = new CRC32();
        crc.update(bytes, offset, length);
        return (int) crc.getValue() & 0x7FFFFFFF;
    }
}
