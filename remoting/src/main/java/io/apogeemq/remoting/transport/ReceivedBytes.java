package io.apogeemq.remoting.transport;

import io.apogeemq.remoting.command.FrameDecoder;
import io.apogeemq.remoting.command.RemotingCommand;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * What a peer sent and nobody has handled yet, cut into frames. Frames are decoded where the read put
 * them; only one that is cut by the end of a read is copied, into memory that holds it and no more.
 *
 * <p>Threads: confined to the connection's io thread.
 */
final class ReceivedBytes {

    /** A frame may be announced much longer than what comes of it: so much is believed at once. */
    private static final int MOST_BYTES_ON_CREDIT = 64 * 1024;

    private final FrameDecoder decoder;
    private final ByteBufAllocator allocator;
    private ByteBuf
            begun; // the frame that an earlier read has cut, in memory of its own; null: none
    private ByteBuf read; // the rest of the last read; null: nothing

    ReceivedBytes(FrameDecoder decoder, ByteBufAllocator allocator) {
        this.decoder = decoder;
        this.allocator = allocator;
    }

    /** Takes over a read. */
    void add(ByteBuf bytes) {
        if (read != null) { // left there because the peer does not take its answers
            begun = begun == null ? read : joined(begun, read);
        }
        read = bytes;
    }

    /**
     * The next whole frame, valid until the next call of any method here; null if there is none.
     *
     * @throws io.apogeemq.remoting.command.CorruptFrameException see {@link FrameDecoder}
     */
    RemotingCommand next() {
        releaseHandled();
        if (begun != null) {
            completeBegun();
            return decoder.decode(begun);
        }
        if (read == null) {
            return null;
        }
        RemotingCommand command = decoder.decode(read);
        if (command == null) {
            begun = copyOfRest();
            read.release();
            read = null;
        }
        return command;
    }

    /** Moves what is missing of the begun frame, as far as it has come; twice, if its length is missing. */
    private void completeBegun() {
        int missing;
        while (read != null && (missing = decoder.missingBytes(begun)) > 0) {
            begun.writeBytes(read, Math.min(missing, read.readableBytes()));
            if (!read.isReadable()) {
                read.release();
                read = null;
            }
        }
    }

    private ByteBuf copyOfRest() {
        int expected = Math.min(decoder.missingBytes(read), MOST_BYTES_ON_CREDIT);
        return allocator.ioBuffer(read.readableBytes() + expected).writeBytes(read);
    }

    private ByteBuf joined(ByteBuf first, ByteBuf second) {
        int bytes = first.readableBytes() + second.readableBytes();
        ByteBuf joined = allocator.ioBuffer(bytes).writeBytes(first).writeBytes(second);
        first.release();
        second.release();
        return joined;
    }

    /** Gives back the memory of frames that were handled. */
    void releaseHandled() {
        if (begun != null && !begun.isReadable()) {
            begun.release();
            begun = null;
        }
        if (read != null && !read.isReadable()) {
            read.release();
            read = null;
        }
    }

    /** Whether anything is left. */
    boolean isEmpty() {
        return begun == null && read == null;
    }

    /** Gives everything back, handled or not. */
    void release() {
        if (begun != null) {
            begun.release();
            begun = null;
        }
        if (read != null) {
            read.release();
            read = null;
        }
    }
}
