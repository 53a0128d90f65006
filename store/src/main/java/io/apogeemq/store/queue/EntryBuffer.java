package io.apogeemq.store.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Entries of a queue, copied out of it: the reused target of reads.
 *
 * <p>Threads: confined to the thread that made it.
 */
public final class EntryBuffer {

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private final ByteBuffer view;
    private int count;

    /** Room for so many entries. */
    public EntryBuffer(int capacity) {
        this.bytes = new byte[capacity * ConsumeQueueEntry.BYTES];
        this.view = ByteBuffer.wrap(bytes);
    }

    public int capacity() {
        return bytes.length / ConsumeQueueEntry.BYTES;
    }

    /** How many entries the last read brought. */
    public int count() {
        return count;
    }

    public long physicalOffset(int index) {
        return physicalOffset(bytes, index);
    }

    public int recordBytes(int index) {
        return recordBytes(bytes, index);
    }

    public long tagsCode(int index) {
        return (long)
                LONG.get(bytes, index * ConsumeQueueEntry.BYTES + ConsumeQueueEntry.TAGS_CODE);
    }

    /** Whether the entry points to a message. */
    public boolean hasMessage(int index) {
        int length = recordBytes(index);
        return length > 0 && length != ConsumeQueueEntry.NO_MESSAGE;
    }

    static long physicalOffset(byte[] entries, int index) {
        return (long)
                LONG.get(
                        entries,
                        index * ConsumeQueueEntry.BYTES + ConsumeQueueEntry.PHYSICAL_OFFSET);
    }

    static int recordBytes(byte[] entries, int index) {
        return (int)
                INT.get(entries, index * ConsumeQueueEntry.BYTES + ConsumeQueueEntry.RECORD_BYTES);
    }

    static void put(
            byte[] entries, int index, long physicalOffset, int recordBytes, long tagsCode) {
        int at = index * ConsumeQueueEntry.BYTES;
        LONG.set(entries, at + ConsumeQueueEntry.PHYSICAL_OFFSET, physicalOffset);
        INT.set(entries, at + ConsumeQueueEntry.RECORD_BYTES, recordBytes);
        LONG.set(entries, at + ConsumeQueueEntry.TAGS_CODE, tagsCode);
    }

    void clear() {
        count = 0;
    }

    void copyFrom(byte[] entries, int index, int n) {
        System.arraycopy(
                entries,
                index * ConsumeQueueEntry.BYTES,
                bytes,
                count * ConsumeQueueEntry.BYTES,
                n * ConsumeQueueEntry.BYTES);
        count += n;
    }

    /** The place for the next {@code n} entries; say {@link #added} when they are there. */
    ByteBuffer place(int n) {
        view.limit((count + n) * ConsumeQueueEntry.BYTES);
        view.position(count * ConsumeQueueEntry.BYTES);
        return view;
    }

    void added(int n) {
        count += n;
    }
}
