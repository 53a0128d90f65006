package io.apogeemq.store.crash;

/** The machine is off: thrown out of every file system operation from the cut on. */
final class PowerCut extends Error {
    private static final long serialVersionUID = 1L;

    PowerCut() {
        super("the power is off", null, false, false);
    }
}
