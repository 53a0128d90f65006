package io.apogeemq.remoting.command;

/**
 * What a header decoder found: the fixed members of a frame beside its named fields. One instance
 * serves all frames of a connection.
 *
 * <p>Threads: confined to the connection's io thread.
 */
abstract class HeaderReader {
    int code;
    int flag;
    int version;
    int opaque;
    LanguageCode language;
    String remark;

    /**
     * Reads one header. Texts of the fields are left in {@code data} as plain UTF-8, so the array
     * may be changed, within its first {@code length} bytes.
     *
     * @throws CorruptFrameException when the bytes are not a header
     */
    abstract void read(byte[] data, int length, HeaderFields fields);

    void clear() {
        code = 0;
        flag = 0;
        version = 0;
        opaque = 0;
        language = LanguageCode.OTHER;
        remark = null;
    }
}
