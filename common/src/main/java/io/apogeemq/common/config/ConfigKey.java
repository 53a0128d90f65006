package io.apogeemq.common.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One setting: its name, what values it takes, its default and what it is for.
 *
 * <p>Threads: immutable.
 */
public final class ConfigKey {

    /** What becomes of a value given to the key. */
    enum Role {
        ACTIVE,
        WITHOUT_EFFECT,
        REMOVED
    }

    private final String name;
    private final ConfigType type;
    private final Role role;
    private final String defaultText;
    private final String defaultNote;
    private final long min;
    private final long max;
    private final TimeUnit plainUnit;
    private final List<String> choices;
    private final Function<String, Optional<String>> check;
    private final String meaning;
    private final boolean isReloadable;
    private final boolean isSecret;

    private ConfigKey(Builder from) {
        this.name = from.name;
        this.type = from.type;
        this.role = from.role;
        this.defaultText = from.defaultText;
        this.defaultNote = from.defaultNote;
        this.min = from.min;
        this.max = from.max;
        this.plainUnit = from.plainUnit;
        this.choices = from.choices;
        this.check = from.check;
        this.meaning = from.meaning;
        this.isReloadable = from.isReloadable;
        this.isSecret = from.isSecret;
        if (role == Role.ACTIVE && !(defaultText.isEmpty() && mayBeEmpty())) {
            problemWith(defaultText)
                    .ifPresent(
                            problem -> {
                                throw new IllegalArgumentException(
                                        "default of config key '" + name + "': " + problem);
                            });
        }
    }

    public static Builder string(String name) {
        return new Builder(name, ConfigType.STRING);
    }

    /** Default 0. */
    public static Builder integer(String name) {
        return new Builder(name, ConfigType.INT)
                .range(Integer.MIN_VALUE, Integer.MAX_VALUE)
                .defaultsTo(0);
    }

    /** Default 0. */
    public static Builder longInteger(String name) {
        return new Builder(name, ConfigType.LONG).defaultsTo(0);
    }

    /** Default false. */
    public static Builder bool(String name) {
        return new Builder(name, ConfigType.BOOL).defaultsTo("false");
    }

    /** An amount of bytes, see {@link ByteSize}; default 0. */
    public static Builder bytes(String name) {
        return new Builder(name, ConfigType.BYTES).range(0, Long.MAX_VALUE).defaultsTo(0);
    }

    /**
     * A length of time; a number without a unit counts in {@code plainUnit}; default 0. Its range, if
     * any, is in {@code plainUnit} too.
     */
    public static Builder duration(String name, TimeUnit plainUnit) {
        Builder builder = new Builder(name, ConfigType.DURATION);
        builder.plainUnit = plainUnit;
        return builder.range(0, Long.MAX_VALUE).defaultsTo(0);
    }

    /** One of the names of an enum, in any case; the default is the first. */
    public static <E extends Enum<E>> Builder oneOf(String name, Class<E> type) {
        Builder builder = new Builder(name, ConfigType.ENUM);
        builder.choices = Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
        return builder.defaultsTo(builder.choices.get(0));
    }

    public static Builder path(String name) {
        return new Builder(name, ConfigType.PATH);
    }

    /** {@code host:port}, several joined by {@code ;}. */
    public static Builder addresses(String name) {
        return new Builder(name, ConfigType.ADDRESSES);
    }

    /** A key of the peer's files that is taken and does nothing here; {@code why} is one sentence. */
    public static ConfigKey withoutEffect(String name, String why) {
        Builder builder = string(name).means(why);
        builder.role = Role.WITHOUT_EFFECT;
        return builder.build();
    }

    /** A key of the past: a start with it stops and says {@code instead}. */
    public static ConfigKey removed(String name, String instead) {
        Builder builder = string(name).means(instead);
        builder.role = Role.REMOVED;
        return builder.build();
    }

    public String name() {
        return name;
    }

    public ConfigType type() {
        return type;
    }

    public String defaultText() {
        return defaultText;
    }

    public String meaning() {
        return meaning;
    }

    public boolean isReloadable() {
        return isReloadable;
    }

    public boolean isSecret() {
        return isSecret;
    }

    public boolean hasEffect() {
        return role == Role.ACTIVE;
    }

    boolean isRemoved() {
        return role == Role.REMOVED;
    }

    TimeUnit plainUnit() {
        return plainUnit;
    }

    /** The canonical environment variable: {@code listenPort} is {@code APOGEE_LISTEN_PORT}. */
    public String environmentName() {
        StringBuilder text = new StringBuilder("APOGEE_");
        char previous = '_';
        for (char c : name.toCharArray()) { // no pattern: a start asks for all of them
            boolean beginsWord = Character.isUpperCase(c) && !Character.isUpperCase(previous);
            if (beginsWord && previous != '_') {
                text.append('_');
            }
            previous = c == '.' || c == '-' ? '_' : c;
            text.append(previous);
        }
        return text.toString().toUpperCase(Locale.ROOT);
    }

    /** What is wrong with the text as a value of this key; empty when nothing is. */
    public Optional<String> problemWith(String text) {
        boolean isGood =
                switch (type) {
                    case STRING -> true;
                    case INT, LONG -> isInRange(ConfigText.wholeNumber(text));
                    case BYTES -> isInRange(ByteSize.parse(text));
                    case BOOL -> ConfigText.bool(text).isPresent();
                    case DURATION -> isDuration(text);
                    case ENUM -> choices.stream().anyMatch(text::equalsIgnoreCase);
                    case PATH -> ConfigText.path(text).isPresent();
                    case ADDRESSES -> ConfigText.addresses(text).isPresent();
                };
        Optional<String> unmet = isGood ? check.apply(text) : Optional.of(expected());
        return unmet.map(expected -> "expected " + expected);
    }

    private boolean isInRange(OptionalLong number) {
        return number.isPresent() && number.getAsLong() >= min && number.getAsLong() <= max;
    }

    private boolean isDuration(String text) {
        Optional<Duration> value = ConfigText.duration(text, plainUnit);
        if (value.isEmpty()) {
            return false;
        }
        long plain = plainUnit.convert(value.get());
        return plain >= min && plain <= max;
    }

    private boolean mayBeEmpty() {
        return type == ConfigType.STRING || type == ConfigType.PATH || type == ConfigType.ADDRESSES;
    }

    private String expected() {
        return switch (type) {
            case STRING -> "a text";
            case INT, LONG -> "a whole number" + rangeText();
            case BYTES -> "an amount of bytes such as 4194304, 64k or 1g" + rangeText();
            case BOOL -> "true or false";
            case DURATION ->
                    "a length of time such as 500ms, 30s or 2h, or a number of "
                            + plainUnit.name().toLowerCase(Locale.ROOT)
                            + rangeText();
            case ENUM -> "one of " + String.join(", ", choices);
            case PATH -> "a path";
            case ADDRESSES -> "host:port, several joined by ';'";
        };
    }

    private String rangeText() {
        String range = range();
        return range.isEmpty() ? "" : ", " + range;
    }

    /** The limits in words, empty when there are none beyond the type's. */
    String range() {
        boolean isUpperOpen =
                max == Long.MAX_VALUE || (type == ConfigType.INT && max == Integer.MAX_VALUE);
        boolean isLowerOpen =
                min == Long.MIN_VALUE || (type == ConfigType.INT && min == Integer.MIN_VALUE);
        if (isLowerOpen && isUpperOpen) {
            return "";
        }
        if (isUpperOpen) {
            return "at least " + limit(min);
        }
        return isLowerOpen ? "at most " + limit(max) : limit(min) + " to " + limit(max);
    }

    private String limit(long value) {
        return type == ConfigType.BYTES ? ByteSize.format(value) : Long.toString(value);
    }

    /** Type and unit as the reference shows them. */
    String typeText() {
        return switch (type) {
            case DURATION -> type.label() + " (" + plainUnit.name().toLowerCase(Locale.ROOT) + ")";
            case ENUM -> type.label() + " " + String.join(", ", choices);
            default -> type.label();
        };
    }

    /** The default as the reference shows it. */
    String shownDefault() {
        return defaultNote.isEmpty() ? defaultText : defaultNote;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Collects the facts of one key. Threads: confined to its creator. */
    public static final class Builder {
        private final String name;
        private final ConfigType type;
        private Role role = Role.ACTIVE;
        private String defaultText = "";
        private String defaultNote = "";
        private long min = Long.MIN_VALUE;
        private long max = Long.MAX_VALUE;
        private TimeUnit plainUnit = TimeUnit.MILLISECONDS;
        private List<String> choices = List.of();
        private Function<String, Optional<String>> check = text -> Optional.empty();
        private String meaning = "";
        private boolean isReloadable;
        private boolean isSecret;

        private Builder(String name, ConfigType type) {
            this.name = requireNonNull(name, "name");
            this.type = type;
        }

        public Builder defaultsTo(String text) {
            defaultText = requireNonNull(text, "text");
            return this;
        }

        public Builder defaultsTo(long number) {
            return defaultsTo(Long.toString(number));
        }

        /** What the reference shows when the default is taken from the machine, as the host name. */
        public Builder defaultShownAs(String note) {
            defaultNote = requireNonNull(note, "note");
            return this;
        }

        /** Both ends are allowed values. */
        public Builder range(long lowest, long highest) {
            min = lowest;
            max = highest;
            return this;
        }

        /** What else a value has to be: the function says what is expected, or nothing if it is. */
        public Builder checkedBy(Function<String, Optional<String>> whatIsExpected) {
            check = requireNonNull(whatIsExpected, "whatIsExpected");
            return this;
        }

        public Builder means(String sentence) {
            meaning = requireNonNull(sentence, "sentence");
            return this;
        }

        /** A new value acts without a restart. */
        public Builder reloadable() {
            isReloadable = true;
            return this;
        }

        /** The value is never printed. */
        public Builder secret() {
            isSecret = true;
            return this;
        }

        /**
         * @throws IllegalArgumentException when the default is not a value of the key
         */
        public ConfigKey build() {
            return new ConfigKey(this);
        }
    }
}
