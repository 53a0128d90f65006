package io.apogeemq.broker.pull;

import io.apogeemq.store.file.MappedSlice;
import io.apogeemq.store.read.ReadResult;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;

/**
 * Records of the log as the body of an answer: the bytes of the mapped files themselves, whose leases
 * are given back when the network is done with them.
 *
 * <p>Threads: as any buffer, one at a time; released on the io thread.
 */
final class LeasedRecords extends CompositeByteBuf {
    private final ReadResult.Found found;

    LeasedRecords(ReadResult.Found found) {
        super(UnpooledByteBufAllocator.DEFAULT, true, Math.max(2, found.slices().size()));
        this.found = found;
        for (MappedSlice slice : found.slices()) {
            addComponent(true, Unpooled.wrappedBuffer(slice.buffer()));
        }
    }

    @Override
    protected void deallocate() {
        super.deallocate();
        found.close();
    }
}
