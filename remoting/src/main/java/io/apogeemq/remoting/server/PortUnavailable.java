package io.apogeemq.remoting.server;

/** A server can't listen on a port; the text names the port and what to do. */
public final class PortUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int port;

    PortUnavailable(String address, int port, Throwable cause) {
        super(
                "cannot listen on "
                        + address
                        + ":"
                        + port
                        + " ("
                        + cause.getMessage()
                        + "); stop the process that uses the port, or set listenPort to another one",
                cause);
        this.port = port;
    }

    /** The port. */
    public int port() {
        return port;
    }
}
