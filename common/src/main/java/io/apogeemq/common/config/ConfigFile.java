package io.apogeemq.common.config;

import static java.util.Objects.requireNonNull;

import io.apogeemq.common.io.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of settings in the form of Java properties, which knows on which line each one stands and can
 * change one without touching the rest.
 *
 * <pre>
 * key=value   or key: value, or key value; blanks around both are dropped
 * # comment   also with !
 * \           at the end of a line: goes on in the next; elsewhere it escapes: \\ \t \n \r \f and
 *             four hexadecimal digits after a u
 * </pre>
 *
 * UTF-8. A key given twice has its last value.
 *
 * <p>Threads: immutable. Errors: a file that cannot be read is a {@link ConfigException}.
 */
public final class ConfigFile {

    /** One setting; it stands on the lines from {@code line} to {@code lastLine}, counted from 1. */
    public record Entry(String key, String value, int line, int lastLine) {}

    private final String name;
    private final List<String> lines;
    private final List<Entry> entries;

    private ConfigFile(String name, List<String> lines) {
        this.name = name;
        this.lines = List.copyOf(lines);
        this.entries = PropertiesText.entries(this.lines);
    }

    /** Reads text; {@code name} is how messages call it. */
    public static ConfigFile parse(String name, String text) {
        return new ConfigFile(requireNonNull(name, "name"), text.lines().toList());
    }

    /**
     * @throws ConfigException when the file is not there or cannot be read
     */
    public static ConfigFile read(Path path) {
        try {
            return parse(
                    path.toString(), new String(Files.readAllBytes(path), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            throw new ConfigException("config file '" + path + "': not found");
        } catch (IOException e) {
            throw new ConfigException("config file '" + path + "' cannot be read: " + e);
        }
    }

    public String name() {
        return name;
    }

    /** In the order of the file, all of them, also where a later one of the same key wins. */
    public List<Entry> entries() {
        return entries;
    }

    /**
     * The same file with one value changed where it stands, or added at the end; comments, order and
     * all other lines stay as they are.
     */
    public ConfigFile with(String key, String value) {
        String line = PropertiesText.line(key, value);
        List<String> changed = new ArrayList<>(lines);
        Entry last = null;
        for (Entry entry : entries) {
            last = entry.key().equals(key) ? entry : last;
        }
        if (last == null) {
            changed.add(line);
        } else {
            changed.subList(last.line() - 1, last.lastLine()).clear();
            changed.add(last.line() - 1, line);
        }
        return new ConfigFile(name, changed);
    }

    /** The whole text. */
    public String text() {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    /** Replaces the file as a whole and durably; the previous one stays beside it as {@code .bak}. */
    public void write(Path path) throws IOException {
        new AtomicFile(path).replace(text().getBytes(StandardCharsets.UTF_8));
    }
}
