package io.apogeemq.broker.pull;

import io.apogeemq.store.file.MappedSlice;
import io.apogeemq.store.read.ReadResult;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledUnsafeDirectByteBuf;

/**
 * Records of the log as the body of an answer: the bytes of the mapped files themselves, whose leases
 * are given back when the network is done with them.
 *
 * <p>Threads: as any buffer, one at a time; released on the io thread.
 */
final class LeasedRecords {

    private LeasedRecords() {}

    /** The records of a result as one buffer, which takes over the leases. */
    static ByteBuf of(ReadResult.Found found) {
        return found.slices().size() == 1
                ? new OneSlice(found.slices().get(0))
                : new ManySlices(found);
    }

    /** The usual case: records that lie side by side in the log. */
    private static final class OneSlice extends UnpooledUnsafeDirectByteBuf {
        private final MappedSlice slice;

        OneSlice(MappedSlice slice) {
            super(UnpooledByteBufAllocator.DEFAULT, slice.buffer(), slice.length());
            this.slice = slice;
        }

        @Override
        protected void deallocate() {
            super.deallocate(); // forgets the memory, which is not its own
            slice.close();
        }
    }

    private static final class ManySlices extends CompositeByteBuf {
        private final ReadResult.Found found;

        ManySlices(ReadResult.Found found) {
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
}
