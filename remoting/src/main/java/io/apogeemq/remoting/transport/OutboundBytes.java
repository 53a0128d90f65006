package io.apogeemq.remoting.transport;

import io.apogeemq.remoting.command.RemotingCommand;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encoded frames on their way out: small ones are gathered in one buffer and written together, so
 * that a batch of answers costs one write; large bodies are written as they are, without a copy.
 * Nothing leaves before {@link #flush}: what was asked for may have to be made durable first.
 *
 * <p>As long as the channel has nothing unsent, bytes go to the socket without passing through the channel's
 * queue, which cost a sixth of a drain; what the socket does not take at once goes the channel's way, and so
 * does everything after it until that is gone.
 *
 * <p>Threads: confined to the channel's io thread.
 */
final class OutboundBytes {
    private static final Logger log = LoggerFactory.getLogger(OutboundBytes.class);

    /** Bodies up to here are copied: cheaper than a gathering write. */
    private static final int COPIED_BODY_BYTES = 4 * 1024;

    private static final int USUAL_HEAD_BYTES = 1024;

    /** A batch with so many bytes waits in the channel's queue, which counts them against the peer. */
    private static final int MOST_BATCH_BYTES = 128 * 1024;

    private final Channel channel;
    private final ChannelHandler handler;
    private final IoThreadState ioThread;
    private OutboundBatch batch; // null: nothing gathered
    private boolean unflushed; // the channel's queue has bytes that were not flushed
    private long buffersWritten; // handed to the channel or the socket so far
    private long buffersGone; // of those, as hasProgressed saw it last
    private long bytesGone; // of the next one, the same

    /**
     * @param handler what the channel's pipeline consists of
     */
    OutboundBytes(Channel channel, ChannelHandler handler, IoThreadState ioThread) {
        this.channel = channel;
        this.handler = handler;
        this.ioThread = ioThread;
    }

    /**
     * Whether bytes have left since this was asked last. Asked from time to time: a listener and a look at the
     * clock for each write cost 3 % of a drain.
     */
    boolean hasProgressed() {
        ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer(); // null: closed
        long gone = buffersWritten - (unsent == null ? 0 : unsent.size());
        long bytes = unsent == null ? 0 : unsent.currentProgress();
        boolean hasProgressed = gone != buffersGone || bytes != bytesGone;
        buffersGone = gone;
        bytesGone = bytes;
        return hasProgressed;
    }

    /** Encodes the command behind what is already gathered, and takes its body. */
    void append(RemotingCommand command) {
        ByteBuf body = command.body();
        int bodyBytes = body.readableBytes();
        boolean isCopied = bodyBytes <= COPIED_BODY_BYTES || !body.isDirect();
        if (batch != null && !batch.hasRoomFor(USUAL_HEAD_BYTES + (isCopied ? bodyBytes : 0))) {
            handOver(0);
        }
        if (batch == null) {
            batch = ioThread.takeBatch();
        }
        ByteBuf bytes = batch.bytes();
        int start = bytes.writerIndex();
        try {
            ioThread.encoder().encodeHead(command, bytes);
        } catch (RuntimeException e) {
            bytes.writerIndex(start);
            body.release();
            log.error("a command could not be encoded and was dropped command={}", command, e);
            return;
        }
        if (isCopied) {
            bytes.writeBytes(body, body.readerIndex(), bodyBytes);
            body.release();
        } else {
            batch.addBody(body);
        }
        if (batch.size() >= MOST_BATCH_BYTES) {
            handOver(0);
        }
    }

    /** Hands everything to the socket. */
    void flush() {
        if (batch != null) {
            long written =
                    writesDirectly()
                            ? batch.writeTo(((EpollSocketChannel) channel).fd(), ioThread.iov())
                            : 0;
            if (written > 0) {
                buffersWritten++;
            }
            if (written == batch.size()) {
                release();
            } else {
                handOver(written);
            }
        }
        if (unflushed) {
            unflushed = false;
            channel.flush();
        }
    }

    /** Puts what is gathered, but for the bytes that are written, into the channel's queue. */
    private void handOver(long written) {
        OutboundBatch leaving = batch;
        batch = null;
        unflushed = true;
        buffersWritten += leaving.handTo(channel, written);
        ioThread.giveBack(leaving);
    }

    /** Not past a handler that changes bytes, nor past bytes that have to leave before. */
    private boolean writesDirectly() {
        if (unflushed
                || !(channel instanceof EpollSocketChannel)
                || channel.pipeline().first() != handler
                || !channel.isActive()) {
            return false;
        }
        ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer(); // null: closed
        return unsent != null && unsent.isEmpty();
    }

    /** Gives back what is gathered. */
    void release() {
        if (batch != null) {
            ioThread.giveBack(batch);
            batch = null;
        }
    }
}
