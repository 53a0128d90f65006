package io.apogeemq.common.message;

import io.apogeemq.common.error.ErrorCategory;

/**
 * The bits of a message's sysFlag.
 *
 * <pre>
 * 0x001  body is compressed
 * 0x002  topic takes several tags
 * 0x00C  transaction: 0 none, 4 prepared, 8 commit, C rollback
 * 0x010  born host is an IPv6 address
 * 0x020  store host is an IPv6 address
 * 0x040  body is a batch that the consumer unwraps
 * 0x080  inner batch
 * 0x700  compression: 0 zlib by old clients, 1 LZ4, 2 ZSTD, 3 zlib
 * </pre>
 *
 * Source: wire spec, "sysFlag of a message".
 */
public final class SysFlag {
    public static final int COMPRESSED = 0x1;
    public static final int MULTI_TAGS = 0x2;
    public static final int TRANSACTION_MASK = 0xC;
    public static final int BORN_HOST_V6 = 0x10;
    public static final int STORE_HOST_V6 = 0x20;
    public static final int NEED_UNWRAP = 0x40;
    public static final int INNER_BATCH = 0x80;
    public static final int COMPRESSION_MASK = 0x700;

    private static final int COMPRESSION_SHIFT = 8;

    private SysFlag() {}

    public static boolean isCompressed(int sysFlag) {
        return (sysFlag & COMPRESSED) != 0;
    }

    public static boolean isBornHostV6(int sysFlag) {
        return (sysFlag & BORN_HOST_V6) != 0;
    }

    public static boolean isStoreHostV6(int sysFlag) {
        return (sysFlag & STORE_HOST_V6) != 0;
    }

    public static boolean needsUnwrap(int sysFlag) {
        return (sysFlag & NEED_UNWRAP) != 0;
    }

    /** Whether the message has a place in its queue: prepared and rolled back ones have none. */
    public static boolean isQueued(int sysFlag) {
        int bits = sysFlag & TRANSACTION_MASK;
        return bits == TransactionType.NONE.bits() || bits == TransactionType.COMMIT.bits();
    }

    /** Whether one record holds many messages. */
    public static boolean isInnerBatch(int sysFlag) {
        return (sysFlag & INNER_BATCH) != 0;
    }

    public static TransactionType transactionType(int sysFlag) {
        int bits = sysFlag & TRANSACTION_MASK;
        if (bits == TransactionType.NONE.bits()) {
            return TransactionType.NONE;
        }
        if (bits == TransactionType.PREPARED.bits()) {
            return TransactionType.PREPARED;
        }
        return bits == TransactionType.COMMIT.bits()
                ? TransactionType.COMMIT
                : TransactionType.ROLLBACK;
    }

    public static int withTransactionType(int sysFlag, TransactionType type) {
        return (sysFlag & ~TRANSACTION_MASK) | type.bits();
    }

    /**
     * How the body was compressed; meaningful when {@link #isCompressed}.
     *
     * @throws RecordFormatException for a number that no version has defined
     */
    public static CompressionType compressionType(int sysFlag) {
        int code = (sysFlag & COMPRESSION_MASK) >> COMPRESSION_SHIFT;
        return switch (code) {
            case 0, 3 -> CompressionType.ZLIB;
            case 1 -> CompressionType.LZ4;
            case 2 -> CompressionType.ZSTD;
            default ->
                    throw new RecordFormatException(
                            ErrorCategory.CALLER,
                            "message has compression type '" + code + "', known are 0 to 3");
        };
    }

    public static int withCompression(int sysFlag, CompressionType type) {
        return (sysFlag & ~COMPRESSION_MASK) | COMPRESSED | (type.code() << COMPRESSION_SHIFT);
    }

    public static int withoutCompression(int sysFlag) {
        return sysFlag & ~(COMPRESSED | COMPRESSION_MASK);
    }
}
