package io.apogeemq.common.config;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * Amounts of bytes as people write them: {@code 4194304}, {@code 4m}, {@code 4MiB}, {@code 1 GB}; all
 * units are powers of 1024.
 */
public final class ByteSize {
    private static final String UNITS = "kmgt";

    private ByteSize() {}

    /** Empty for a text that is no amount, or more than a long holds. */
    public static OptionalLong parse(String text) {
        String lower = text.trim().toLowerCase(Locale.ROOT);
        int digits = 0;
        while (digits < lower.length() && Character.isDigit(lower.charAt(digits))) {
            digits++;
        }
        if (digits == 0) {
            return OptionalLong.empty();
        }
        String unit = lower.substring(digits).trim();
        int shift = shiftOf(unit);
        if (shift < 0) {
            return OptionalLong.empty();
        }
        try {
            long number = Long.parseLong(lower.substring(0, digits));
            return OptionalLong.of(Math.multiplyExact(number, 1L << shift));
        } catch (NumberFormatException | ArithmeticException e) {
            return OptionalLong.empty();
        }
    }

    /** The shortest exact form: {@code 4MiB}, {@code 1GiB}, {@code 1000}. */
    public static String format(long bytes) {
        long number = bytes;
        int unit = 0;
        while (number != 0 && number % 1024 == 0 && unit < UNITS.length()) {
            number /= 1024;
            unit++;
        }
        return unit == 0
                ? Long.toString(bytes)
                : number + UNITS.substring(unit - 1, unit).toUpperCase(Locale.ROOT) + "iB";
    }

    private static int shiftOf(String unit) {
        if (unit.isEmpty() || unit.equals("b")) {
            return 0;
        }
        String rest = unit.substring(1);
        int index = UNITS.indexOf(unit.charAt(0));
        boolean isUnit = rest.isEmpty() || rest.equals("b") || rest.equals("ib");
        return index >= 0 && isUnit ? 10 * (index + 1) : -1;
    }
}
