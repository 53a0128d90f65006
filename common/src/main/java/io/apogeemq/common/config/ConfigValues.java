package io.apogeemq.common.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The settings a program runs with: for every key of a schema a checked value and its source.
 *
 * <p>Threads: immutable. Errors: asking for a key of another schema, or as another type than it was
 * declared with, is an {@link IllegalArgumentException}: a mistake in the program.
 */
public final class ConfigValues {
    private final Map<String, ConfigSetting> settings;
    private final List<String> notices;

    ConfigValues(Map<String, ConfigSetting> settings, List<String> notices) {
        this.settings = settings;
        this.notices = List.copyOf(notices);
    }

    public String text(ConfigKey key) {
        return setting(key).text();
    }

    public int intOf(ConfigKey key) {
        return (int) number(key, ConfigType.INT);
    }

    public long longOf(ConfigKey key) {
        return number(key, ConfigType.LONG);
    }

    private long number(ConfigKey key, ConfigType type) {
        return ConfigText.wholeNumber(text(key, type)).orElseThrow();
    }

    public long bytes(ConfigKey key) {
        return ByteSize.parse(text(key, ConfigType.BYTES)).orElseThrow();
    }

    public boolean bool(ConfigKey key) {
        return ConfigText.bool(text(key, ConfigType.BOOL)).orElseThrow();
    }

    public Duration duration(ConfigKey key) {
        return ConfigText.duration(text(key, ConfigType.DURATION), key.plainUnit()).orElseThrow();
    }

    public <E extends Enum<E>> E enumOf(ConfigKey key, Class<E> type) {
        return Enum.valueOf(type, text(key, ConfigType.ENUM).toUpperCase(Locale.ROOT));
    }

    /** Empty when the key is not set and has no default. */
    public Optional<Path> path(ConfigKey key) {
        String text = text(key, ConfigType.PATH);
        return text.isEmpty() ? Optional.empty() : ConfigText.path(text);
    }

    /** Empty when the key is not set and has no default. */
    public List<String> addresses(ConfigKey key) {
        return ConfigText.addresses(text(key, ConfigType.ADDRESSES)).orElseThrow();
    }

    /** Whether anything but the default set the key. */
    public boolean isSet(ConfigKey key) {
        return !setting(key).isDefault();
    }

    /** All settings in the order of the schema: what {@code -p} prints. */
    public List<ConfigSetting> settings() {
        return List.copyOf(settings.values());
    }

    /** One line each for keys that were given and do nothing here; to be logged at start. */
    public List<String> notices() {
        return notices;
    }

    ConfigValues with(Map<String, ConfigSetting> changed) {
        Map<String, ConfigSetting> merged = new LinkedHashMap<>(settings);
        merged.putAll(changed);
        return new ConfigValues(merged, notices);
    }

    private String text(ConfigKey key, ConfigType type) {
        if (key.type() != type) {
            throw new IllegalArgumentException(
                    "config key '" + key + "' is declared as " + key.type() + ", read as " + type);
        }
        return setting(key).text();
    }

    private ConfigSetting setting(ConfigKey key) {
        ConfigSetting setting = settings.get(key.name());
        if (setting == null) {
            throw new IllegalArgumentException("config key '" + key + "' is not in this schema");
        }
        return setting;
    }
}
