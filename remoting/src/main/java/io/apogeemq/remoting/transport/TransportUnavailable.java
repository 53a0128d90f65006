package io.apogeemq.remoting.transport;

/** The machine can't run the transport that was asked for; the text says why and what can. */
public final class TransportUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TransportUnavailable(EventLoops.Transport wanted, Throwable cause) {
        super(
                "transport '"
                        + wanted
                        + "' is not available on this machine ("
                        + cause.getMessage()
                        + "); take AUTO, which chooses epoll or NIO",
                cause);
    }
}
