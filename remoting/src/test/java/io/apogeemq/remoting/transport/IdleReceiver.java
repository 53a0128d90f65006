package io.apogeemq.remoting.transport;

import io.apogeemq.remoting.command.RemotingCommand;

/** Does nothing, for tests that want to hear of some of it. */
class IdleReceiver implements RequestReceiver {
    @Override
    public void onRequest(RemotingCommand request, ChannelConnection connection) {}

    @Override
    public void onReadComplete() {}

    @Override
    public void onOpen(ChannelConnection connection) {}

    @Override
    public void onClose(ChannelConnection connection) {}
}
