package io.apogeemq.admin.output;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Times as operators read and type them, in the zone of this machine.
 *
 * <p>Threads: pure functions.
 */
public final class TimeText {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS", Locale.ROOT);
    private static final DateTimeFormatter TYPED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'#'HH:mm:ss:SSS", Locale.ROOT);

    private TimeText() {}

    /** {@code 2026-01-31 23:59:59}. */
    public static String seconds(long epochMillis) {
        return SECONDS.format(local(epochMillis));
    }

    /** {@code 2026-01-31 23:59:59,999}. */
    public static String millis(long epochMillis) {
        return MILLIS.format(local(epochMillis));
    }

    /** The time in UTC, for programs: {@code 2026-01-31T23:59:59.999Z}. */
    public static String iso(long epochMillis) {
        return Instant.ofEpochMilli(epochMillis).toString();
    }

    /**
     * Reads {@code now}, milliseconds since 1970, or {@code yyyy-MM-dd#HH:mm:ss:SSS}; empty for any
     * other text.
     */
    public static OptionalLong parse(String text, long nowMillis) {
        if (text.equalsIgnoreCase("now") || text.equalsIgnoreCase("currentTimeMillis")) {
            return OptionalLong.of(nowMillis);
        }
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            // not a number: perhaps a date
        }
        try {
            return OptionalLong.of(
                    LocalDateTime.parse(text, TYPED)
                            .atZone(ZoneId.systemDefault())
                            .toInstant()
                            .toEpochMilli());
        } catch (DateTimeParseException e) {
            return OptionalLong.empty();
        }
    }

    private static LocalDateTime local(long epochMillis) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(epochMillis), ZoneId.systemDefault());
    }
}
