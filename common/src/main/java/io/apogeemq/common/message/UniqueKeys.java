package io.apogeemq.common.message;

import io.apogeemq.common.concurrent.Clock;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * Makes the ids that a client gives its messages.
 *
 * <pre>
 * upper-case hexadecimal digits of
 *   4 or 16 bytes  address of the client's host
 *   int16          process id, low bits
 *   int32          random; the peer puts a class-loader hash here
 *   int32          milliseconds since 00:00 local time on the first day of the month
 *   int16          counter
 * so 32 digits with an IPv4 address, 56 with IPv6
 * </pre>
 *
 * The random part keeps containers with equal addresses and process ids apart, and is drawn anew each
 * month because the milliseconds start over then. Source: wire spec, "Message ids"; tools read
 * address, process id and time out of it.
 *
 * <p>Threads: safe for any thread.
 */
public final class UniqueKeys {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int TAIL_DIGITS = 12;

    private final byte[] address;
    private final short processId;
    private final Clock clock;
    private final ZoneId zone;
    private final IntSupplier random;
    private final AtomicInteger counter;
    private volatile Month month; // replaced by whoever notices that it is over

    /** What stays the same for a month. */
    private record Month(long startMillis, long endMillis, String prefix) {}

    public UniqueKeys(
            InetAddress host, long processId, Clock clock, ZoneId zone, IntSupplier random) {
        this.address = host.getAddress();
        this.processId = (short) processId;
        this.clock = clock;
        this.zone = zone;
        this.random = random;
        this.counter = new AtomicInteger(random.getAsInt());
        this.month = monthOf(clock.millis());
    }

    /** A new id. */
    public String next() {
        long now = clock.millis();
        Month current = month;
        if (now < current.startMillis || now >= current.endMillis) {
            current = monthOf(now);
            month = current;
        }
        int sinceStart = (int) (now - current.startMillis);
        short count = (short) counter.getAndIncrement();
        StringBuilder id = new StringBuilder(current.prefix.length() + TAIL_DIGITS);
        return id.append(current.prefix)
                .append(HEX.toHexDigits(sinceStart))
                .append(HEX.toHexDigits(count))
                .toString();
    }

    /**
     * When the id was made, as far as it tells: the latest such moment that is not after {@code
     * nowMillis}; empty for a text of another form.
     */
    public static OptionalLong createdMillis(String id, long nowMillis, ZoneId zone) {
        if (id.length() != 32 && id.length() != 56) {
            return OptionalLong.empty();
        }
        long sinceStart;
        try {
            int at = id.length() - TAIL_DIGITS;
            sinceStart = HexFormat.fromHexDigits(id, at, at + 8) & 0xFFFFFFFFL;
        } catch (IllegalArgumentException e) {
            return OptionalLong.empty();
        }
        ZonedDateTime start = startOfMonth(nowMillis, zone);
        long created = start.toInstant().toEpochMilli() + sinceStart;
        if (created > nowMillis) {
            created = start.minusMonths(1).toInstant().toEpochMilli() + sinceStart;
        }
        return OptionalLong.of(created);
    }

    private Month monthOf(long millis) {
        ZonedDateTime start = startOfMonth(millis, zone);
        ByteBuffer prefix = ByteBuffer.allocate(address.length + Short.BYTES + Integer.BYTES);
        prefix.put(address).putShort(processId).putInt(random.getAsInt());
        return new Month(
                start.toInstant().toEpochMilli(),
                start.plusMonths(1).toInstant().toEpochMilli(),
                HEX.formatHex(prefix.array()));
    }

    private static ZonedDateTime startOfMonth(long millis, ZoneId zone) {
        return Instant.ofEpochMilli(millis)
                .atZone(zone)
                .truncatedTo(ChronoUnit.DAYS)
                .withDayOfMonth(1);
    }
}
