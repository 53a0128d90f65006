package io.apogeemq.remoting.transport;

import io.apogeemq.remoting.command.RemotingCommand;

/** A request that got no response: the kinds say what may help. The text names the peer. */
public class RemotingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private RemotingException(String message, Throwable cause) {
        super(message, cause, false, false);
    }

    /** No connection could be made; the request was not sent. */
    public static final class ConnectFailed extends RemotingException {
        private static final long serialVersionUID = 1L;

        /** Says which address could not be reached. */
        public ConnectFailed(String address, Throwable cause) {
            super("cannot connect to '" + address + "': " + cause.getMessage(), cause);
        }
    }

    /** No response in time; the peer may or may not have acted on the request. */
    public static final class TimedOut extends RemotingException {
        private static final long serialVersionUID = 1L;

        /** Names the peer, the request's code and how long it was waited for. */
        public TimedOut(Object peer, RemotingCommand request, long timeoutMillis) {
            super(
                    "no response from '"
                            + peer
                            + "' to request "
                            + request.code()
                            + " within "
                            + timeoutMillis
                            + " ms",
                    null);
        }
    }

    /** The connection closed first; the peer may or may not have acted on the request. */
    public static final class Closed extends RemotingException {
        private static final long serialVersionUID = 1L;

        /** Names the peer whose connection is gone. */
        public Closed(Object peer) {
            super("connection to '" + peer + "' is closed", null);
        }
    }

    /** Too many requests wait for the same peer; the request was not sent. */
    public static final class TooManyInFlight extends RemotingException {
        private static final long serialVersionUID = 1L;

        TooManyInFlight(Object peer, int limit) {
            super(
                    "'"
                            + peer
                            + "' has not answered "
                            + limit
                            + " requests yet; wait for some of them",
                    null);
        }
    }
}
