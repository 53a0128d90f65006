package io.apogeemq.store.crash;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/** Direct memory that is used again by the next disk: a hundred thousand disks fit into a small heap. */
final class DirectBuffers {

    private final Map<Integer, ArrayDeque<ByteBuffer>> free = new HashMap<>();

    /** All zeros. */
    ByteBuffer take(int bytes) {
        ByteBuffer reused = free.computeIfAbsent(bytes, key -> new ArrayDeque<>()).poll();
        if (reused == null) {
            return ByteBuffer.allocateDirect(bytes);
        }
        reused.put(0, new byte[bytes]);
        return reused;
    }

    void giveBack(ByteBuffer buffer) {
        free.computeIfAbsent(buffer.capacity(), key -> new ArrayDeque<>()).add(buffer);
    }
}
