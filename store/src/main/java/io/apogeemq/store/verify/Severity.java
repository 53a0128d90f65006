package io.apogeemq.store.verify;

/** How bad a finding is, and what helps. */
public enum Severity {
    /** Bytes of the log are gone or in doubt: messages may be lost, nothing here can bring them back. */
    LOST,
    /** Something derived from the log is wrong: a rebuild makes it right. */
    DERIVED,
    /** A small file is broken. */
    STATE,
    /** Worth knowing; the next start of the broker deals with it, or nothing has to be done. */
    NOTE;

    /** Whether a store with such a finding is called damaged. */
    public boolean isDamage() {
        return this != NOTE;
    }
}
