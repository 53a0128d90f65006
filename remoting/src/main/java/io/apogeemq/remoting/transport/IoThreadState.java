package io.apogeemq.remoting.transport;

import io.apogeemq.remoting.command.FrameEncoder;
import io.apogeemq.remoting.command.HeaderLayouts;

/**
 * What the connections of one io thread share: things that are in use only while a frame is decoded or
 * encoded, or that are the same for all connections.
 *
 * <p>Threads: confined to the io thread.
 */
record IoThreadState(HeaderLayouts headerLayouts, FrameEncoder encoder) {

    IoThreadState() {
        this(new HeaderLayouts(), new FrameEncoder());
    }
}
