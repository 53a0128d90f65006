package io.apogeemq.broker.pull;

/** A pull that is answered with an error; no stack trace, since a peer can cause it at will. */
final class PullRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Who forbids it, as the answer's {@code forbiddenType} says. */
    enum Forbidder {
        NOBODY,
        BROKER,
        GROUP,
        TOPIC,
        BROADCASTING,
        SUBSCRIPTION
    }

    private final int responseCode;
    private final Forbidder forbidder;

    PullRefused(int responseCode, String remark) {
        this(responseCode, Forbidder.NOBODY, remark);
    }

    PullRefused(int responseCode, Forbidder forbidder, String remark) {
        super(remark, null, false, false);
        this.responseCode = responseCode;
        this.forbidder = forbidder;
    }

    int responseCode() {
        return responseCode;
    }

    Forbidder forbidder() {
        return forbidder;
    }
}
