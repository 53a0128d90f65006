package io.apogeemq.store;

import static io.apogeemq.store.StoreFixture.message;
import static io.apogeemq.store.StoreFixture.open;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.store.append.AppendReceipt;
import io.apogeemq.store.append.AppendRequest;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Storing a message costs the appending thread no memory. */
class AllocationTest {

    private static final int APPENDS = 20_000;

    @TempDir Path root;

    @Test
    void appendsWithoutAllocating() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        AppendRequest request = message("t", 0, 0, "x".repeat(128), "KEYS\u0001k\u0002");
        AppendReceipt receipt = new AppendReceipt();
        try (MessageStore store = open(StoreConfig.defaults(root))) {
            append(store, request, receipt);

            long before = threads.getCurrentThreadAllocatedBytes();
            append(store, request, receipt);
            long bytes = threads.getCurrentThreadAllocatedBytes() - before;

            assertTrue(receipt.isStored());
            assertTrue(bytes < APPENDS, bytes + " bytes for " + APPENDS + " appends");
        }
    }

    /** Thirty-two to one write, as pipelined sends of one read are. */
    private static void append(MessageStore store, AppendRequest request, AppendReceipt receipt) {
        for (int i = 0; i < APPENDS; i++) {
            store.appendUnannounced(request, receipt);
            if ((i & 31) == 31) {
                store.announce();
            }
        }
    }
}
