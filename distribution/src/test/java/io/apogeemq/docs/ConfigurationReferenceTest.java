package io.apogeemq.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.apogeemq.broker.config.BrokerConfigKeys;
import io.apogeemq.namesrv.NamesrvConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The configuration reference is what the schemas say. After a change of a setting write it again:
 * {@code mvn -pl distribution -am test -Dtest=ConfigurationReferenceTest -Ddocs.write=true
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class ConfigurationReferenceTest {
    private static final Path REFERENCE = Path.of("..", "docs", "reference", "configuration.md");

    @Test
    void isWhatTheSchemasSay() throws IOException {
        String expected =
                """
                # Configuration reference

                Written from the schemas that read the settings; a test keeps it so.

                A setting is given, in falling order, by the option `-n`, a word `key=value` behind the options,
                an environment variable `APOGEE_KEY_NAME`, the file of the option `-c` (Java properties), or its
                default. An unknown key or a value of the wrong type stops the start and names the nearest key.
                Settings of Apache's broker that have no meaning here are accepted and mentioned in the log.

                # Broker

                """
                        + BrokerConfigKeys.SCHEMA.toMarkdown()
                        + "# NameServer\n\n"
                        + NamesrvConfig.SCHEMA.toMarkdown();

        if (Boolean.getBoolean("docs.write")) {
            Files.createDirectories(REFERENCE.getParent());
            Files.writeString(REFERENCE, expected);
        }

        assertEquals(expected, Files.readString(REFERENCE));
    }
}
