package io.apogeemq.common.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests of {@link Message} and {@link SysFlag}. */
class MessageTest {

    @Test
    void tellsItsPartsFromTheUsersProperties() {
        Message message =
                Message.builder("T")
                        .body("hello")
                        .tags("A")
                        .keys("k1", "k2")
                        .delayLevel(3)
                        .deliverAfter(Duration.ofSeconds(2))
                        .waitStoreOk(false)
                        .property("color", "red")
                        .build();

        assertEquals(Optional.of("A"), message.tags());
        assertEquals(List.of("k1", "k2"), message.keys());
        assertEquals(3, message.delayLevel());
        assertEquals(Optional.of("2000"), message.property(PropertyKeys.TIMER_DELAY_MS));
        assertFalse(message.isWaitStoreOk());
        assertEquals(Map.of("color", "red"), message.userProperties());
    }

    @Test
    void refusesReservedNames() {
        Message.Builder builder = Message.builder("T");

        assertThrows(
                IllegalArgumentException.class,
                () -> builder.property(PropertyKeys.UNIQUE_KEY, "x"));
        assertThrows(
                IllegalArgumentException.class,
                () -> builder.property(PropertyKeys.TRANSIENT_PREFIX + "x", "x"));
    }

    @Test
    void doesNotPrintItsBody() {
        assertFalse(Message.builder("T").body("secret").build().toString().contains("secret"));
    }

    @Test
    void compressionAndTransactionShareTheFlagWithoutTouchingEachOther() {
        int flag = SysFlag.withTransactionType(SysFlag.MULTI_TAGS, TransactionType.PREPARED);
        flag = SysFlag.withCompression(flag, CompressionType.ZSTD);
        flag = SysFlag.withCompression(flag, CompressionType.ZLIB);

        assertEquals(0x307, flag);
        assertEquals(TransactionType.PREPARED, SysFlag.transactionType(flag));
        assertEquals(CompressionType.ZLIB, SysFlag.compressionType(flag));
        assertEquals(0x6, SysFlag.withoutCompression(flag));
        assertTrue(SysFlag.isCompressed(flag));
    }

    @Test
    void anUnknownCompressionIsAnError() {
        assertEquals(CompressionType.ZLIB, SysFlag.compressionType(SysFlag.COMPRESSED));
        assertThrows(RecordFormatException.class, () -> SysFlag.compressionType(0x701));
    }

    @Test
    void everyTransactionTypeIsReadBack() {
        for (TransactionType type : TransactionType.values()) {
            assertEquals(type, SysFlag.transactionType(SysFlag.withTransactionType(-1, type)));
        }
    }
}
