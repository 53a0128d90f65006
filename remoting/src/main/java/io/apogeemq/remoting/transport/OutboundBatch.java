package io.apogeemq.remoting.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.IovArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Frames that leave together: heads and small bodies one behind the other in one buffer, and large bodies
 * as they are, each with its place among those bytes.
 *
 * <p>Threads: confined to an io thread, on which it is used for one write after another.
 */
final class OutboundBatch {
    private static final int USUAL_BYTES = 32 * 1024;

    private final ByteBuf bytes;
    private final List<ByteBuf> bodies = new ArrayList<>();
    private int[] places = new int[4]; // where in the bytes each of the bodies belongs
    private int bodyBytes;

    OutboundBatch(ByteBufAllocator allocator) {
        this.bytes = allocator.directBuffer(USUAL_BYTES);
    }

    /** Where heads and small bodies are written to. */
    ByteBuf bytes() {
        return bytes;
    }

    /** Adds a body in direct memory behind what was written last, and takes it over. */
    void addBody(ByteBuf body) {
        if (bodies.size() == places.length) {
            places = Arrays.copyOf(places, 2 * places.length);
        }
        places[bodies.size()] = bytes.writerIndex();
        bodies.add(body);
        bodyBytes += body.readableBytes();
    }

    /** Whether there is room for so many more bytes without a larger buffer. */
    boolean hasRoomFor(int more) {
        return bytes.writableBytes() >= more;
    }

    boolean isOfUsualSize() {
        return bytes.capacity() <= USUAL_BYTES;
    }

    /**
     * Writes to a socket as much as it takes at once.
     *
     * @param iov used during the call
     * @return how many bytes it took; 0 also when it is broken
     */
    long writeTo(FileDescriptor socket, IovArray iov) {
        try {
            if (bodies.isEmpty() && bytes.hasMemoryAddress()) {
                return socket.writeAddress(bytes.memoryAddress(), 0, bytes.writerIndex());
            }
            iov.clear();
            gather(iov);
            return socket.writevAddresses(iov.memoryAddress(0), iov.count());
        } catch (IOException e) {
            return 0; // the channel finds it, too, and closes itself
        }
    }

    private void gather(IovArray iov) {
        int from = 0;
        for (int i = 0; i < bodies.size(); i++) {
            ByteBuf body = bodies.get(i);
            if (!iov.add(bytes, from, places[i] - from)
                    || !iov.add(body, body.readerIndex(), body.readableBytes())) {
                return; // what there is no room for is written later
            }
            from = places[i];
        }
        if (from < bytes.writerIndex()) {
            iov.add(bytes, from, bytes.writerIndex() - from);
        }
    }

    /** Number of all bytes. */
    long size() {
        return (long) bytes.writerIndex() + bodyBytes;
    }

    /**
     * Gives the channel everything but the bytes that are already written: the bodies, and copies of the rest,
     * so that what waits long takes no more memory than it has to.
     *
     * @return number of buffers given
     */
    int handTo(Channel channel, long written) {
        Rest rest = new Rest(channel, written);
        int from = 0;
        for (int i = 0; i < bodies.size(); i++) {
            rest.copy(bytes, from, places[i]);
            rest.give(bodies.get(i));
            from = places[i];
        }
        rest.copy(bytes, from, bytes.writerIndex());
        bodies.clear();
        return rest.buffers;
    }

    /** Passes by what is written, and hands on what follows. */
    private static final class Rest {
        private final Channel channel;
        private long written;
        private int buffers;

        Rest(Channel channel, long written) {
            this.channel = channel;
            this.written = written;
        }

        void copy(ByteBuf bytes, int from, int to) {
            int length = to - from - skipped(to - from);
            if (length > 0) {
                write(channel.alloc().directBuffer(length).writeBytes(bytes, to - length, length));
            }
        }

        void give(ByteBuf body) {
            body.skipBytes(skipped(body.readableBytes()));
            if (body.isReadable()) {
                write(body);
            } else {
                body.release();
            }
        }

        private int skipped(int length) {
            int skipped = (int) Math.min(written, length);
            written -= skipped;
            return skipped;
        }

        private void write(ByteBuf buffer) {
            channel.write(buffer, channel.voidPromise());
            buffers++;
        }
    }

    /** Lets go of the bodies; the batch can be filled again. */
    void clear() {
        bodies.forEach(ByteBuf::release);
        bodies.clear();
        bodyBytes = 0;
        bytes.clear();
    }

    /** Lets go of everything. */
    void release() {
        clear();
        bytes.release();
    }
}
