package io.apogeemq.common.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the sources of one start together, whatever order they are given in: options beat {@code
 * key=value} words, those beat the environment, that beats the file, that beats the defaults.
 *
 * <p>Threads: confined to its creator.
 */
public final class ConfigResolver {
    private static final String ENVIRONMENT_PREFIX = "APOGEE_";

    /** A value as it was given. */
    private record Given(String key, String value, String source) {}

    private final ConfigSchema schema;
    private final List<Given> fromFile = new ArrayList<>();
    private final List<Given> fromEnvironment = new ArrayList<>();
    private final List<Given> fromWords = new ArrayList<>();
    private final List<Given> fromOptions = new ArrayList<>();
    private final List<ConfigProblem> problems = new ArrayList<>();

    ConfigResolver(ConfigSchema schema) {
        this.schema = schema;
    }

    public ConfigResolver file(ConfigFile file) {
        for (ConfigFile.Entry entry : file.entries()) {
            fromFile.add(new Given(entry.key(), entry.value(), file.name() + ":" + entry.line()));
        }
        return this;
    }

    /**
     * Takes {@code APOGEE_LISTEN_PORT}, also written without the inner underscores, as {@code
     * listenPort}. Other variables with the prefix belong to the start scripts and are left alone.
     */
    public ConfigResolver environment(Map<String, String> variables) {
        Map<String, ConfigKey> byPlainName = new LinkedHashMap<>();
        for (ConfigKey key : schema.keys()) {
            byPlainName.put(plain(key.environmentName()), key);
        }
        variables.forEach(
                (name, value) -> {
                    ConfigKey key = byPlainName.get(plain(name));
                    if (name.startsWith(ENVIRONMENT_PREFIX) && key != null) {
                        fromEnvironment.add(new Given(key.name(), value, "environment " + name));
                    }
                });
        return this;
    }

    private static String plain(String name) {
        return name.replace("_", "").toUpperCase(Locale.ROOT);
    }

    /** Takes the {@code key=value} words behind the options of a command line. */
    public ConfigResolver words(List<String> words) {
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                problems.add(
                        new ConfigProblem(
                                word, "", "command line", "is no setting; write it as key=value"));
            } else {
                String key = word.substring(0, equals).trim();
                fromWords.add(new Given(key, word.substring(equals + 1), "command line"));
            }
        }
        return this;
    }

    /** Takes the value of an option such as {@code -n}. */
    public ConfigResolver option(String option, ConfigKey key, String value) {
        fromOptions.add(new Given(key.name(), value, "option " + option));
        return this;
    }

    /**
     * @throws ConfigException with everything that is wrong in any source, also where a stronger
     *     source gives another value
     */
    public ConfigValues resolve() {
        Map<String, ConfigSetting> settings = new LinkedHashMap<>();
        for (ConfigKey key : schema.keys()) {
            if (key.hasEffect()) {
                settings.put(
                        key.name(),
                        new ConfigSetting(key, key.defaultText(), ConfigSetting.DEFAULT_SOURCE));
            }
        }
        List<String> notices = new ArrayList<>();
        for (List<Given> layer : List.of(fromFile, fromEnvironment, fromWords, fromOptions)) {
            for (Given given : layer) {
                accept(given, settings, notices);
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new ConfigValues(settings, notices);
    }

    /** See {@link ConfigSchema#update}. */
    ConfigValues update(ConfigValues current, Map<String, String> changes) {
        Map<String, ConfigSetting> changed = new LinkedHashMap<>();
        List<String> notices = new ArrayList<>();
        changes.forEach((key, value) -> accept(new Given(key, value, "update"), changed, notices));
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return current.with(changed);
    }

    private void accept(Given given, Map<String, ConfigSetting> settings, List<String> notices) {
        Optional<ConfigKey> known = schema.key(given.key);
        if (known.isEmpty()) {
            problems.add(problem(given, unknownText(given.key)));
            return;
        }
        ConfigKey key = known.get();
        String value = given.value.trim();
        if (key.isRemoved()) {
            problems.add(problem(given, "is no longer a setting: " + key.meaning()));
        } else if (!key.hasEffect()) {
            notices.add(
                    "config key '"
                            + key
                            + "' ("
                            + given.source
                            + ") is accepted and has no effect here: "
                            + key.meaning());
        } else {
            Optional<String> wrong = key.problemWith(value);
            if (wrong.isPresent()) {
                String shown = key.isSecret() ? "has a wrong value; " : "is '" + value + "'; ";
                problems.add(problem(given, shown + wrong.get()));
            } else {
                settings.put(key.name(), new ConfigSetting(key, value, given.source));
            }
        }
    }

    private String unknownText(String name) {
        return schema.nearest(name)
                .map(nearest -> "is not known; nearest is '" + nearest + "'")
                .orElse("is not known; the option -p lists all keys");
    }

    private static ConfigProblem problem(Given given, String text) {
        return new ConfigProblem(given.key, given.value, given.source, text);
    }
}
