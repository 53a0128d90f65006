package io.apogeemq.common.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * All keys of one program: the one place that reads, checks and documents its settings.
 *
 * <p>Threads: immutable.
 */
public final class ConfigSchema {

    /** Keys that belong together, under a heading of the reference. */
    private record Section(String title, List<ConfigKey> keys) {}

    private final List<Section> sections;
    private final Map<String, ConfigKey> byName;

    private ConfigSchema(List<Section> sections, Map<String, ConfigKey> byName) {
        this.sections = List.copyOf(sections);
        this.byName = byName;
    }

    public static Builder builder() {
        return new Builder();
    }

    public Optional<ConfigKey> key(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Every key, also those without effect, in the order declared. */
    public List<ConfigKey> keys() {
        return List.copyOf(byName.values());
    }

    /** Starts collecting the settings of one start of the program. */
    public ConfigResolver resolver() {
        return new ConfigResolver(this);
    }

    /**
     * The values after a change at run time. Whether each key may change while running is for the
     * caller to decide: {@link ConfigKey#isReloadable}.
     *
     * @throws ConfigException when a key is not known or a value is not one of its type
     */
    public ConfigValues update(ConfigValues current, Map<String, String> changes) {
        return new ConfigResolver(this).update(current, changes);
    }

    /** The known key whose name is most like this one, if any is like it. */
    public Optional<ConfigKey> nearest(String name) {
        ConfigKey best = null;
        int bestDistance = Math.max(2, name.length() / 3) + 1;
        for (ConfigKey key : byName.values()) {
            int distance =
                    EditDistance.between(
                            name.toLowerCase(Locale.ROOT), key.name().toLowerCase(Locale.ROOT));
            if (distance < bestDistance && !key.isRemoved()) {
                best = key;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /** The reference of all keys that have an effect, as Markdown tables. */
    public String toMarkdown() {
        StringBuilder text = new StringBuilder();
        for (Section section : sections) {
            List<ConfigKey> keys = section.keys.stream().filter(ConfigKey::hasEffect).toList();
            if (keys.isEmpty()) {
                continue;
            }
            if (!section.title.isEmpty()) {
                text.append("## ").append(section.title).append("\n\n");
            }
            text.append("| key | type | default | range | reloadable | meaning |\n");
            text.append("|---|---|---|---|---|---|\n");
            for (ConfigKey key : keys) {
                appendRow(text, key);
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static void appendRow(StringBuilder text, ConfigKey key) {
        String[] cells = {
            "`" + key.name() + "`",
            key.typeText(),
            key.shownDefault(),
            key.range(),
            key.isReloadable() ? "yes" : "no",
            key.meaning()
        };
        for (String cell : cells) {
            text.append("| ").append(cell.replace("|", "\\|")).append(' ');
        }
        text.append("|\n");
    }

    /** Collects the keys of a program. Threads: confined to its creator. */
    public static final class Builder {
        private final List<Section> sections = new ArrayList<>();
        private final Map<String, ConfigKey> byName = new LinkedHashMap<>();

        private Builder() {}

        /** The keys added from here on stand under this heading. */
        public Builder section(String title) {
            sections.add(new Section(title, new ArrayList<>()));
            return this;
        }

        /**
         * @throws IllegalArgumentException when a key of that name was added before
         */
        public Builder add(ConfigKey... keys) {
            if (sections.isEmpty()) {
                section("");
            }
            for (ConfigKey key : keys) {
                if (byName.putIfAbsent(key.name(), key) != null) {
                    throw new IllegalArgumentException(
                            "config key '" + key + "' is declared twice");
                }
                sections.get(sections.size() - 1).keys.add(key);
            }
            return this;
        }

        /** Keys of the peer's files that are taken and do nothing here, all for the same reason. */
        public Builder withoutEffect(String why, String... names) {
            for (String name : names) {
                add(ConfigKey.withoutEffect(name, why));
            }
            return this;
        }

        public ConfigSchema build() {
            return new ConfigSchema(sections, new LinkedHashMap<>(byName));
        }
    }
}
