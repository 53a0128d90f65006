package io.apogeemq.common.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.concurrent.ManualClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Tests of {@link UniqueKeys}. */
class UniqueKeysTest {
    private static final long JUNE_30 =
            LocalDateTime.of(2026, 6, 30, 23, 59, 59).toInstant(ZoneOffset.UTC).toEpochMilli();

    private final ManualClock clock = new ManualClock(JUNE_30);

    @Test
    void hasAddressProcessTimeAndCounterAtTheirPlaces() {
        UniqueKeys keys = keys(4, 0x1_2345, () -> 0xCAFE0007);

        String id = keys.next();

        long sinceStart = 30L * 86_400_000 - 1000;
        assertEquals(
                "0A000001" + "2345" + "CAFE0007" + String.format("%08X", sinceStart) + "0007", id);
        assertTrue(keys.next().endsWith("0008"));
    }

    @Test
    void anIpv6HostMakes56Digits() {
        assertEquals(56, keys(16, 1, () -> 1).next().length());
    }

    @Test
    void twoClientsWithEqualAddressAndProcessDiffer() {
        Random random = new Random(1);

        assertNotEquals(
                keys(4, 1, random::nextInt).next().substring(0, 20),
                keys(4, 1, random::nextInt).next().substring(0, 20));
    }

    @Test
    void aNewMonthDrawsANewRandomPart() {
        UniqueKeys keys = keys(4, 1, new Random(1)::nextInt);
        String before = keys.next();

        clock.advanceMillis(1000);
        String after = keys.next();

        assertNotEquals(before.substring(12, 20), after.substring(12, 20));
        assertEquals("00000000", after.substring(20, 28));
    }

    @Test
    void tellsWhenAnIdWasMade() {
        String id = keys(4, 1, () -> 1).next();

        long weekLater = JUNE_30 + 7 * 86_400_000L;
        assertEquals(
                OptionalLong.of(JUNE_30), UniqueKeys.createdMillis(id, JUNE_30, ZoneOffset.UTC));
        assertEquals(
                OptionalLong.of(JUNE_30), UniqueKeys.createdMillis(id, weekLater, ZoneOffset.UTC));
        assertTrue(UniqueKeys.createdMillis("my-key", JUNE_30, ZoneOffset.UTC).isEmpty());
    }

    @Test
    void threadsNeverGetTheSameId() throws InterruptedException {
        UniqueKeys keys = keys(4, 1, () -> 1);
        Set<String> seen = ConcurrentHashMap.newKeySet();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread =
                    new Thread(
                            () -> {
                                Set<String> own = new HashSet<>();
                                for (int n = 0; n < 5000; n++) {
                                    own.add(keys.next());
                                }
                                seen.addAll(own);
                            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertEquals(20_000, seen.size());
    }

    private UniqueKeys keys(
            int addressBytes, long processId, java.util.function.IntSupplier random) {
        byte[] address = new byte[addressBytes];
        address[0] = 10;
        address[addressBytes - 1] = 1;
        try {
            return new UniqueKeys(
                    InetAddress.getByAddress(address), processId, clock, ZoneOffset.UTC, random);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
