package io.apogeemq.common.config;

/**
 * What one key is set to, and where that came from.
 *
 * <p>Threads: immutable.
 */
public record ConfigSetting(ConfigKey key, String text, String source) {
    static final String DEFAULT_SOURCE = "default";

    public boolean isDefault() {
        return source.equals(DEFAULT_SOURCE);
    }

    /** The value as it may be printed. */
    public String shownText() {
        return key.isSecret() && !text.isEmpty() ? "******" : text;
    }
}
