package io.apogeemq.remoting.protocol.pull;

/**
 * The bits of {@link PullMessageRequestHeader#sysFlag}.
 *
 * <p>Source: wire spec, requests-core, "Pulling".
 *
 * <p>Threads: constants and pure functions.
 */
public final class PullSysFlag {

    /** Store the commitOffset of the request. */
    public static final int COMMIT_OFFSET = 1;

    /** Wait for a message when there is none. */
    public static final int SUSPEND = 1 << 1;

    /** The request carries its subscription. */
    public static final int SUBSCRIPTION = 1 << 2;

    /** A removed feature of the peers. */
    public static final int CLASS_FILTER = 1 << 3;

    /** From a lite pull consumer. */
    public static final int LITE_PULL = 1 << 4;

    private PullSysFlag() {}

    /** Whether the bit is set. */
    public static boolean has(int sysFlag, int bit) {
        return (sysFlag & bit) != 0;
    }
}
