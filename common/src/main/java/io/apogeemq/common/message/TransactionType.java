package io.apogeemq.common.message;

/** Which part of a transaction a message is. Source: wire spec, "sysFlag of a message". */
public enum TransactionType {
    NONE(0),
    PREPARED(0x4),
    COMMIT(0x8),
    ROLLBACK(0xC);

    private final int bits;

    TransactionType(int bits) {
        this.bits = bits;
    }

    /** The value in place, as in the sysFlag and in the header of END_TRANSACTION. */
    public int bits() {
        return bits;
    }
}
