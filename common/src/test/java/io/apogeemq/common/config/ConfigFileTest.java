package io.apogeemq.common.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of {@link ConfigFile}. */
class ConfigFileTest {
    private static final String SAMPLE =
            """
            # the broker of the tests
            brokerName = broker-a

            listenPort=10911
            ! peers
            namesrvAddr=h1:9876;\\
                        h2:9876
            deleteWhen: 04
            """;

    @TempDir Path directory;

    @Property(tries = 2000)
    void readsWhatJavaReads(@ForAll("propertiesTexts") String start) throws IOException {
        // A lone backslash at the very end is an empty key for Java and nothing for us.
        String text = start + "\nlast=1\n";
        Properties expected = new Properties();
        expected.load(new StringReader(text));

        Properties read = new Properties();
        for (ConfigFile.Entry entry : ConfigFile.parse("f", text).entries()) {
            read.setProperty(entry.key(), entry.value());
        }

        assertEquals(expected, read);
    }

    @Property
    void aChangedValueIsReadBackByJava(
            @ForAll("keysAndValues") String key, @ForAll("keysAndValues") String value)
            throws IOException {
        ConfigFile changed = ConfigFile.parse("f", SAMPLE).with(key, value);

        Properties read = new Properties();
        read.load(new StringReader(changed.text()));

        assertEquals(value, read.getProperty(key));
        assertEquals("broker-a", read.getProperty("brokerName"));
        assertEquals(changed.entries(), ConfigFile.parse("f", changed.text()).entries());
    }

    @Test
    void knowsTheLines() {
        List<ConfigFile.Entry> entries = ConfigFile.parse("broker.conf", SAMPLE).entries();

        assertEquals(
                List.of(
                        new ConfigFile.Entry("brokerName", "broker-a", 2, 2),
                        new ConfigFile.Entry("listenPort", "10911", 4, 4),
                        new ConfigFile.Entry("namesrvAddr", "h1:9876;h2:9876", 6, 7),
                        new ConfigFile.Entry("deleteWhen", "04", 8, 8)),
                entries);
    }

    @Test
    void changesOneValueAndLeavesTheRest() {
        ConfigFile changed = ConfigFile.parse("f", SAMPLE).with("namesrvAddr", "h3:9876");

        assertEquals(SAMPLE.replace("h1:9876;\\\n            h2:9876", "h3:9876"), changed.text());
    }

    @Test
    void addsANewKeyAtTheEnd() {
        assertEquals(
                SAMPLE + "slaveReadEnable=true\n",
                ConfigFile.parse("f", SAMPLE).with("slaveReadEnable", "true").text());
    }

    @Test
    void changesTheOneOfTwoThatCounts() {
        assertEquals("a=1\na=3\n", ConfigFile.parse("f", "a=1\na=2\n").with("a", "3").text());
    }

    @Test
    void writesTheFileAndKeepsThePreviousOne() throws IOException {
        Path path = directory.resolve("broker.conf");
        Files.writeString(path, SAMPLE);

        ConfigFile.read(path).with("listenPort", "20911").write(path);

        assertEquals(SAMPLE.replace("10911", "20911"), Files.readString(path));
        assertEquals(SAMPLE, Files.readString(directory.resolve("broker.conf.bak")));
    }

    @Test
    void saysThatAFileIsMissing() {
        Path path = directory.resolve("none.conf");

        ConfigException e = assertThrows(ConfigException.class, () -> ConfigFile.read(path));

        assertEquals("config file '" + path + "': not found", e.getMessage());
    }

    @Provide
    Arbitrary<String> propertiesTexts() {
        return Arbitraries.of(
                        "a", "b", "=", ":", " ", "\t", "\n", "\r\n", "\\", "#", "!", "\\t", "ü")
                .list()
                .ofMaxSize(25)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> keysAndValues() {
        return Arbitraries.strings()
                .withChars("ab=: \\#!\t\n\r\füx\u2028\u0085")
                .ofMinLength(1)
                .ofMaxLength(8);
    }
}
