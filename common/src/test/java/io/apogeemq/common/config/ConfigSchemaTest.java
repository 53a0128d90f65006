package io.apogeemq.common.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of {@link ConfigSchema}, {@link ConfigResolver} and {@link ConfigValues}. */
class ConfigSchemaTest {

    /** A key's choices. */
    private enum Role {
        ASYNC_MASTER,
        SLAVE
    }

    private static final ConfigKey NAMESRV =
            ConfigKey.addresses("namesrvAddr").means("name servers").build();
    private static final ConfigKey PORT =
            ConfigKey.integer("listenPort")
                    .defaultsTo(10911)
                    .range(1, 65535)
                    .means("port for clients")
                    .build();
    private static final ConfigKey NAME =
            ConfigKey.string("brokerName").defaultsTo("h1").defaultShownAs("host name").build();
    private static final ConfigKey ROLE = ConfigKey.oneOf("brokerRole", Role.class).build();
    private static final ConfigKey MAX_MESSAGE =
            ConfigKey.bytes("maxMessageSize").defaultsTo("4m").reloadable().build();
    private static final ConfigKey RESERVED =
            ConfigKey.duration("fileReservedTime", TimeUnit.HOURS).defaultsTo(72).build();
    private static final ConfigKey TRACE = ConfigKey.bool("traceOn").defaultsTo("true").build();
    private static final ConfigKey ROOT = ConfigKey.path("storePathRootDir").build();
    private static final ConfigKey RATE = ConfigKey.longInteger("maxRate").build();
    private static final ConfigKey PASSWORD = ConfigKey.string("password").secret().build();

    private static final ConfigSchema SCHEMA =
            ConfigSchema.builder()
                    .section("Network")
                    .add(NAMESRV, PORT)
                    .section("Store")
                    .add(NAME, ROLE, MAX_MESSAGE, RESERVED, TRACE, ROOT, RATE, PASSWORD)
                    .withoutEffect("threads follow the machine", "sendMessageThreadPoolNums")
                    .add(ConfigKey.removed("haSlaveFallbehindMax", "use 'haMaxGapNotInSync'"))
                    .build();

    @Test
    void readsEveryTypeFromAFile() {
        ConfigValues values =
                resolve(
                        """
                        namesrvAddr = h1:9876; h2:9876 ;
                        listenPort = 20911
                        brokerRole=slave
                        maxMessageSize=1g
                        fileReservedTime=48
                        traceOn=FALSE
                        storePathRootDir=/data/store
                        maxRate=-1
                        """);

        assertEquals(List.of("h1:9876", "h2:9876"), values.addresses(NAMESRV));
        assertEquals(20911, values.intOf(PORT));
        assertEquals(Role.SLAVE, values.enumOf(ROLE, Role.class));
        assertEquals(1L << 30, values.bytes(MAX_MESSAGE));
        assertEquals(Duration.ofHours(48), values.duration(RESERVED));
        assertFalse(values.bool(TRACE));
        assertEquals(Optional.of(Path.of("/data/store")), values.path(ROOT));
        assertEquals(-1, values.longOf(RATE));
        assertEquals("h1", values.text(NAME));
        assertTrue(values.isSet(PORT));
        assertFalse(values.isSet(NAME));
    }

    @Test
    void whatNobodySetsHasItsDefault() {
        ConfigValues values = SCHEMA.resolver().resolve();

        assertEquals(10911, values.intOf(PORT));
        assertEquals(Role.ASYNC_MASTER, values.enumOf(ROLE, Role.class));
        assertEquals(4L << 20, values.bytes(MAX_MESSAGE));
        assertEquals(Duration.ofHours(72), values.duration(RESERVED));
        assertTrue(values.path(ROOT).isEmpty());
        assertEquals(List.of(), values.addresses(NAMESRV));
    }

    @Test
    void theStrongerSourceWinsInWhateverOrderTheyAreGiven() {
        ConfigValues values =
                SCHEMA.resolver()
                        .option("-n", NAMESRV, "option:1")
                        .words(List.of("namesrvAddr=word:1", "brokerName=word", "listenPort=3"))
                        .environment(
                                Map.of(
                                        "APOGEE_NAMESRV_ADDR", "env:1",
                                        "APOGEE_BROKERNAME", "env",
                                        "APOGEE_LISTEN_PORT", "2",
                                        "APOGEE_STORE_PATH_ROOT_DIR", "/env",
                                        "APOGEE_LOG_DIR", "/logs",
                                        "PATH", "/bin"))
                        .file(file("namesrvAddr=file:1\nstorePathRootDir=/file\nmaxRate=7\n"))
                        .resolve();

        assertEquals(List.of("option:1"), values.addresses(NAMESRV));
        assertEquals("word", values.text(NAME));
        assertEquals(3, values.intOf(PORT));
        assertEquals(
                List.of(
                        "option -n",
                        "command line",
                        "command line",
                        "default",
                        "default",
                        "default",
                        "default",
                        "environment APOGEE_STORE_PATH_ROOT_DIR",
                        "conf/broker.conf:3",
                        "default"),
                values.settings().stream().map(ConfigSetting::source).toList());
    }

    @Test
    void saysEverythingThatIsWrongWithPlaceAndWayOut() {
        ConfigException e =
                assertThrows(
                        ConfigException.class,
                        () ->
                                resolve(
                                        """
                                        # typing
                                        listenPrt=1
                                        listenPort=abc
                                        traceOn=yes
                                        maxMessageSize=-1
                                        brokerRole=KING
                                        haSlaveFallbehindMax=5
                                        password2=hidden
                                        zzzzzzzzzzzz=1
                                        """));

        assertEquals(
                List.of(
                        "config key 'listenPrt' (conf/broker.conf:2) is not known; nearest is"
                                + " 'listenPort'",
                        "config key 'listenPort' (conf/broker.conf:3) is 'abc'; expected a whole"
                                + " number, 1 to 65535",
                        "config key 'traceOn' (conf/broker.conf:4) is 'yes'; expected true or"
                                + " false",
                        "config key 'maxMessageSize' (conf/broker.conf:5) is '-1'; expected an"
                                + " amount of bytes such as 4194304, 64k or 1g, at least 0",
                        "config key 'brokerRole' (conf/broker.conf:6) is 'KING'; expected one of"
                                + " ASYNC_MASTER, SLAVE",
                        "config key 'haSlaveFallbehindMax' (conf/broker.conf:7) is no longer a"
                                + " setting: use 'haMaxGapNotInSync'",
                        "config key 'password2' (conf/broker.conf:8) is not known; nearest is"
                                + " 'password'",
                        "config key 'zzzzzzzzzzzz' (conf/broker.conf:9) is not known; the option"
                                + " -p lists all keys"),
                e.problems().stream().map(ConfigProblem::message).toList());
    }

    @Test
    void aWordWithoutEqualsIsAProblem() {
        ConfigException e =
                assertThrows(
                        ConfigException.class,
                        () -> SCHEMA.resolver().words(List.of("start")).resolve());

        assertTrue(e.getMessage().contains("'start' (command line) is no setting"));
    }

    @Test
    void keysOfThePeerWithoutEffectAreTakenWithANotice() {
        ConfigValues values = resolve("sendMessageThreadPoolNums=16\n");

        assertEquals(
                List.of(
                        "config key 'sendMessageThreadPoolNums' (conf/broker.conf:1) is accepted"
                                + " and has no effect here: threads follow the machine"),
                values.notices());
    }

    @Test
    void anUpdateChangesWhatItNamesAndChecksIt() {
        ConfigValues before = resolve("listenPort=20911\n");

        ConfigValues after = SCHEMA.update(before, Map.of("maxMessageSize", "64k"));

        assertEquals(64 << 10, after.bytes(MAX_MESSAGE));
        assertEquals(20911, after.intOf(PORT));
        assertEquals(4L << 20, before.bytes(MAX_MESSAGE));
        assertTrue(MAX_MESSAGE.isReloadable());
        assertThrows(
                ConfigException.class,
                () -> SCHEMA.update(before, Map.of("maxMessageSize", "big")));
        assertThrows(ConfigException.class, () -> SCHEMA.update(before, Map.of("nope", "1")));
    }

    @Test
    void secretsAreNotShown() {
        ConfigValues values = resolve("password=12345\n");

        ConfigSetting setting = values.settings().get(9);
        assertEquals("******", setting.shownText());
        assertEquals("12345", values.text(PASSWORD));
    }

    @Test
    void readingAKeyAsAnotherTypeIsAMistakeInTheProgram() {
        ConfigValues values = SCHEMA.resolver().resolve();
        ConfigKey foreign = ConfigKey.integer("foreign").build();

        assertThrows(IllegalArgumentException.class, () -> values.bool(PORT));
        assertThrows(IllegalArgumentException.class, () -> values.intOf(foreign));
    }

    @Test
    void aDefaultOutsideItsRangeIsAMistakeInTheProgram() {
        ConfigKey.Builder key = ConfigKey.integer("port").defaultsTo(0).range(1, 2);

        assertThrows(IllegalArgumentException.class, key::build);
    }

    @Test
    void theReferenceListsKeysWithAnEffectUnderTheirHeadings() {
        String markdown = SCHEMA.toMarkdown();

        assertTrue(markdown.startsWith("## Network\n\n| key | type | default |"), markdown);
        assertTrue(
                markdown.contains(
                        "| `listenPort` | int | 10911 | 1 to 65535 | no | port for clients |\n"));
        assertTrue(markdown.contains("| `brokerName` | text | host name |"));
        assertTrue(markdown.contains("| `fileReservedTime` | duration (hours) | 72 |"));
        assertFalse(markdown.contains("sendMessageThreadPoolNums"));
        assertFalse(markdown.contains("haSlaveFallbehindMax"));
    }

    @ParameterizedTest
    @CsvSource({"100,PT0.1S", "100ms,PT0.1S", "5s,PT5S", "2m,PT2M", "3 h,PT3H", "1D,PT24H"})
    void lengthsOfTimeTakeAUnit(String text, Duration expected) {
        ConfigKey key = ConfigKey.duration("wait", TimeUnit.MILLISECONDS).build();
        ConfigSchema schema = ConfigSchema.builder().add(key).build();

        ConfigValues values = schema.resolver().words(List.of("wait=" + text)).resolve();

        assertEquals(expected, values.duration(key));
    }

    @ParameterizedTest
    @CsvSource({"''", "5 weeks", "-", "9223372036854775807s", "99999999999999999999", "-1"})
    void whatIsNoLengthOfTimeIsRefused(String text) {
        ConfigKey key = ConfigKey.duration("wait", TimeUnit.SECONDS).build();

        assertTrue(key.problemWith(text).isPresent());
    }

    @Property
    void everyAmountOfBytesIsReadBack(@ForAll @LongRange(min = 0) long bytes) {
        assertEquals(bytes, ByteSize.parse(ByteSize.format(bytes)).getAsLong());
        assertEquals(bytes, ByteSize.parse(Long.toString(bytes)).getAsLong());
    }

    @ParameterizedTest
    @CsvSource({"1k,1024", "1K,1024", "4 MiB,4194304", "2gb,2147483648", "7b,7", "0,0"})
    void amountsOfBytesTakeAUnit(String text, long expected) {
        assertEquals(expected, ByteSize.parse(text).getAsLong());
    }

    @ParameterizedTest
    @CsvSource({"''", "k", "1x", "-1", "9223372036854775807k", "1.5g", "1kk"})
    void whatIsNoAmountOfBytesIsRefused(String text) {
        assertTrue(ByteSize.parse(text).isEmpty());
    }

    private static ConfigValues resolve(String text) {
        return SCHEMA.resolver().file(file(text)).resolve();
    }

    private static ConfigFile file(String text) {
        return ConfigFile.parse("conf/broker.conf", text);
    }
}
