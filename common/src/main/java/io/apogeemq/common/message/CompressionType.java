package io.apogeemq.common.message;

/** How a compressed body was compressed. Source: wire spec, "sysFlag of a message". */
public enum CompressionType {
    LZ4(1),
    ZSTD(2),
    ZLIB(3);

    private final int code;

    CompressionType(int code) {
        this.code = code;
    }

    /** The three-bit number in the sysFlag. */
    public int code() {
        return code;
    }
}
