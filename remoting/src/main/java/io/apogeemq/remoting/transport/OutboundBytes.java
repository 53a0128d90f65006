package io.apogeemq.remoting.transport;

import io.apogeemq.remoting.command.FrameEncoder;
import io.apogeemq.remoting.command.RemotingCommand;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encoded frames on their way out: small ones are gathered in one buffer and written together, so
 * that a batch of answers costs one write; large bodies are written as they are, without a copy.
 *
 * <p>Threads: confined to the channel's io thread.
 */
final class OutboundBytes {
    private static final Logger log = LoggerFactory.getLogger(OutboundBytes.class);

    /** Bodies up to here are copied: cheaper than a gathering write. */
    private static final int COPIED_BODY_BYTES = 4 * 1024;

    private static final int GATHER_BYTES = 16 * 1024;
    private static final int USUAL_HEAD_BYTES = 1024;

    private final Channel channel;
    private final FrameEncoder encoder;
    private ByteBuf gathered; // null: nothing encoded since the last write
    private boolean unflushed;
    private long buffersWritten; // handed to the channel so far
    private long buffersGone; // of those, as hasProgressed saw it last
    private long bytesGone; // of the next one, the same

    OutboundBytes(Channel channel, FrameEncoder encoder) {
        this.channel = channel;
        this.encoder = encoder;
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
        boolean isCopied = bodyBytes <= COPIED_BODY_BYTES;
        if (gathered != null
                && isCopied
                && gathered.writableBytes() < USUAL_HEAD_BYTES + bodyBytes) {
            writeGathered();
        }
        if (gathered == null) {
            gathered = channel.alloc().directBuffer(isCopied ? GATHER_BYTES : USUAL_HEAD_BYTES);
        }
        int start = gathered.writerIndex();
        try {
            encoder.encodeHead(command, gathered);
        } catch (RuntimeException e) {
            gathered.writerIndex(start);
            body.release();
            log.error("a command could not be encoded and was dropped command={}", command, e);
            return;
        }
        if (isCopied) {
            gathered.writeBytes(body, body.readerIndex(), bodyBytes);
            body.release();
        } else {
            writeGathered();
            write(body);
        }
    }

    /** Hands everything to the socket. */
    void flush() {
        if (gathered != null) {
            writeGathered();
        }
        if (unflushed) {
            unflushed = false;
            channel.flush();
        }
    }

    void release() {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }

    private void writeGathered() {
        write(gathered);
        gathered = null;
    }

    private void write(ByteBuf bytes) {
        channel.write(bytes, channel.voidPromise());
        buffersWritten++;
        unflushed = true;
    }
}
