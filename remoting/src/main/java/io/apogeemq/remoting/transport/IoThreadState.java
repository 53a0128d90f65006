package io.apogeemq.remoting.transport;

import io.apogeemq.remoting.command.FrameEncoder;
import io.apogeemq.remoting.command.HeaderLayouts;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.unix.IovArray;

/**
 * What the connections of one io thread share: things that are in use only while a frame is decoded or
 * encoded or written, or that are the same for all connections.
 *
 * <p>Threads: confined to the io thread.
 */
final class IoThreadState {
    private static final int MOST_PARTS = 1024; // IOV_MAX of Linux

    private final HeaderLayouts headerLayouts = new HeaderLayouts();
    private final FrameEncoder encoder = new FrameEncoder();
    private final ByteBufAllocator allocator;
    private IovArray iov; // null: not needed so far, and never without epoll
    private OutboundBatch spare; // null: in use

    IoThreadState(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    HeaderLayouts headerLayouts() {
        return headerLayouts;
    }

    FrameEncoder encoder() {
        return encoder;
    }

    /** An empty batch. Usually the same: a connection writes all it has before another one begins. */
    OutboundBatch takeBatch() {
        OutboundBatch batch = spare;
        spare = null;
        return batch == null ? new OutboundBatch(allocator) : batch;
    }

    /** Takes back a batch of which nothing is needed any more. */
    void giveBack(OutboundBatch batch) {
        if (spare == null && batch.isOfUsualSize()) {
            batch.clear();
            spare = batch;
        } else {
            batch.release();
        }
    }

    /** For the parts of a gathering write. */
    IovArray iov() {
        if (iov == null) {
            iov = new IovArray(MOST_PARTS);
        }
        return iov;
    }
}
