package io.apogeemq.store.verify;

import io.apogeemq.common.message.RecordLayout;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32;

/** Says why the bytes at a position are no record. Threads: pure functions. */
final class RecordDiagnosis {

    private RecordDiagnosis() {}

    /**
     * @param at index of the position in {@code bytes}, {@code end} of what is available
     * @param room bytes to the end of the file
     */
    static String of(ByteBuffer bytes, int at, int end, long physicalOffset, long room) {
        int size = bytes.getInt(at + RecordLayout.TOTAL_SIZE);
        int magic = bytes.getInt(at + RecordLayout.MAGIC);
        if (size == 0 && magic == 0) {
            return "zeros, as if never written";
        }
        if (magic == RecordLayout.MAGIC_BLANK) {
            return "a filler of '" + size + "' bytes where '" + room + "' are left in the file";
        }
        if (magic != RecordLayout.MAGIC_V1 && magic != RecordLayout.MAGIC_V2) {
            return "magic is '" + HexFormat.of().toHexDigits(magic) + "', no record has that";
        }
        if (size < RecordLayout.MIN_RECORD_BYTES || size > room) {
            return "record size is '" + size + "' where " + room + " bytes are left in the file";
        }
        if (at + size > end) {
            return "record of '" + size + "' bytes is not whole";
        }
        long says = bytes.getLong(at + RecordLayout.PHYSICAL_OFFSET);
        if (says != physicalOffset) {
            return "the record says that it stands at log offset '" + says + "'";
        }
        return ofContent(bytes, at, size);
    }

    private static String ofContent(ByteBuffer bytes, int at, int size) {
        int sysFlag = bytes.getInt(at + RecordLayout.SYS_FLAG);
        int body =
                RecordLayout.headerBytes(
                        RecordLayout.bornHostBytes(sysFlag), RecordLayout.storeHostBytes(sysFlag));
        int bodyBytes = body > size ? -1 : bytes.getInt(at + body - 4);
        if (bodyBytes < 0 || bodyBytes > size - body) {
            return "its lengths don't add up to its size '" + size + "'";
        }
        CRC32 crc = new CRC32();
        crc.update(bytes.slice(at + body, bodyBytes));
        int is = bodyBytes == 0 ? 0 : (int) crc.getValue() & 0x7FFFFFFF;
        int says = bytes.getInt(at + RecordLayout.BODY_CRC);
        if (is != says) {
            return "checksum of the body is '" + is + "', the record says '" + says + "'";
        }
        return "the lengths in it don't fit its size '"
                + size
                + "', or the checksum of the whole record is wrong";
    }
}
