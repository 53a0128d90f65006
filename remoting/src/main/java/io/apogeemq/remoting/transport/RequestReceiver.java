package io.apogeemq.remoting.transport;

import io.apogeemq.remoting.command.RemotingCommand;

/** Takes the requests that peers send, and hears of connections that come and go. */
public interface RequestReceiver {
    /**
     * A request arrived. Called on the connection's io thread, so it must not block; the request is
     * valid until this returns.
     */
    void onRequest(RemotingCommand request, ChannelConnection connection);

    /**
     * Every request of one read was handed over, and none of their answers has left yet: the moment for
     * what is done once for many requests. Called on the connection's io thread. If it throws, the
     * connection is closed and those answers never leave.
     */
    void onReadComplete();

    /** A connection was opened. Called on its io thread. */
    void onOpen(ChannelConnection connection);

    /** A connection is gone, for whatever reason. Called once, on its io thread. */
    void onClose(ChannelConnection connection);
}
