package io.apogeemq.common.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** The text forms of values: each function gives the value, or nothing when the text is not one. */
final class ConfigText {
    private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

    private ConfigText() {}

    static OptionalLong wholeNumber(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    static Optional<Boolean> bool(String text) {
        if (text.equalsIgnoreCase("true")) {
            return Optional.of(true);
        }
        return text.equalsIgnoreCase("false") ? Optional.of(false) : Optional.empty();
    }

    /** {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 3d}, or a number of the plain unit. */
    static Optional<Duration> duration(String text, TimeUnit plainUnit) {
        int digits = text.startsWith("-") ? 1 : 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        OptionalLong number = wholeNumber(text.substring(0, digits));
        Optional<TimeUnit> unit = timeUnit(text.substring(digits).trim(), plainUnit);
        if (number.isEmpty() || unit.isEmpty()) {
            return Optional.empty();
        }
        try {
            Duration duration = Duration.of(number.getAsLong(), unit.get().toChronoUnit());
            return duration.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(duration);
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Optional<TimeUnit> timeUnit(String text, TimeUnit plainUnit) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "" -> Optional.of(plainUnit);
            case "ms" -> Optional.of(TimeUnit.MILLISECONDS);
            case "s" -> Optional.of(TimeUnit.SECONDS);
            case "m", "min" -> Optional.of(TimeUnit.MINUTES);
            case "h" -> Optional.of(TimeUnit.HOURS);
            case "d" -> Optional.of(TimeUnit.DAYS);
            default -> Optional.empty();
        };
    }

    static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** {@code host:port} joined by {@code ;} or {@code ,}; empty parts are skipped. */
    static Optional<List<String>> addresses(String text) {
        List<String> addresses = new ArrayList<>();
        for (String part : text.split("[;,]", -1)) {
            String address = part.trim();
            if (address.isEmpty()) {
                continue;
            }
            if (!isAddress(address)) {
                return Optional.empty();
            }
            addresses.add(address);
        }
        return Optional.of(List.copyOf(addresses));
    }

    private static boolean isAddress(String address) {
        int colon = address.lastIndexOf(':');
        if (colon <= 0 || address.chars().anyMatch(Character::isWhitespace)) {
            return false;
        }
        OptionalLong port = wholeNumber(address.substring(colon + 1));
        return port.isPresent() && port.getAsLong() >= 1 && port.getAsLong() <= 0xFFFF;
    }
}
