package io.apogeemq.remoting.server;

/** A request that is answered with an error code and a text for the person who reads it. */
public final class RequestRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int responseCode;

    /** The answer: a number of {@code ResponseCode}, and what is wrong with which value. */
    public RequestRefused(int responseCode, String remark) {
        super(remark, null, false, false);
        this.responseCode = responseCode;
    }

    /** The response code to answer with. */
    public int responseCode() {
        return responseCode;
    }
}
