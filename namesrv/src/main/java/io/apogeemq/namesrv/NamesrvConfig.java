package io.apogeemq.namesrv;

import static io.apogeemq.common.config.ConfigKey.bool;
import static io.apogeemq.common.config.ConfigKey.duration;
import static io.apogeemq.common.config.ConfigKey.integer;
import static io.apogeemq.common.config.ConfigKey.path;
import static io.apogeemq.common.config.ConfigKey.string;

import io.apogeemq.common.config.ConfigException;
import io.apogeemq.common.config.ConfigFile;
import io.apogeemq.common.config.ConfigKey;
import io.apogeemq.common.config.ConfigProblem;
import io.apogeemq.common.config.ConfigResolver;
import io.apogeemq.common.config.ConfigSchema;
import io.apogeemq.common.config.ConfigSetting;
import io.apogeemq.common.config.ConfigValues;
import io.apogeemq.namesrv.route.RouteRules;
import io.apogeemq.remoting.server.InFlightLimits;
import io.apogeemq.remoting.server.ServerConfig;
import io.apogeemq.remoting.transport.ConnectionOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * The settings of a name server. Keys are the peer's where the meaning is the same; what belongs to
 * how the peer is built inside is taken and does nothing.
 *
 * <p>Files are kept below the installation unless a key says otherwise: {@code data/namesrv}.
 *
 * <p>Threads: immutable.
 */
public final class NamesrvConfig {
    private static final int DEFAULT_PORT = 9876;
    private static final int MOST_CONNECTIONS = 65_536;

    private static final ConfigKey BIND_ADDRESS =
            string("bindAddress")
                    .defaultsTo("0.0.0.0")
                    .means("Local address to listen on.")
                    .build();
    private static final ConfigKey LISTEN_PORT =
            integer("listenPort")
                    .range(0, 65_535)
                    .defaultsTo(DEFAULT_PORT)
                    .means("Port for brokers, clients and tools; 0 takes a free one.")
                    .build();
    private static final ConfigKey IDLE_SECONDS =
            duration("serverChannelMaxIdleTimeSeconds", TimeUnit.SECONDS)
                    .range(1, 86_400)
                    .defaultsTo(120)
                    .means("A connection without traffic for this long is closed.")
                    .build();
    private static final ConfigKey SCAN_INTERVAL =
            duration("scanNotActiveBrokerInterval", TimeUnit.MILLISECONDS)
                    .range(10, 3_600_000)
                    .defaultsTo(5_000)
                    .means("Pause between two looks for brokers that fell silent.")
                    .build();
    private static final ConfigKey SUPPORT_ACTING_MASTER =
            bool("supportActingMaster")
                    .reloadable()
                    .means(
                            "Shows the first slave as master where the master is gone and the group wants that.")
                    .build();
    private static final ConfigKey ENABLE_ALL_TOPIC_LIST =
            bool("enableAllTopicList")
                    .defaultsTo("true")
                    .reloadable()
                    .means("Whether the list of all topics is given.")
                    .build();
    private static final ConfigKey ENABLE_TOPIC_LIST =
            bool("enableTopicList")
                    .defaultsTo("true")
                    .reloadable()
                    .means("Whether lists of topics by cluster or unit are given.")
                    .build();
    private static final ConfigKey DELETE_TOPICS =
            bool("deleteTopicWithBrokerRegistration")
                    .reloadable()
                    .means("Forgets topics that a broker's full registration does not name.")
                    .build();
    private static final ConfigKey ORDER_MESSAGE_ENABLE =
            bool("orderMessageEnable")
                    .reloadable()
                    .means("Routes carry the order settings of their topic.")
                    .build();
    private static final ConfigKey RETURN_ORDER_CONFIG =
            bool("returnOrderTopicConfigToBroker")
                    .defaultsTo("true")
                    .reloadable()
                    .means("Brokers get the order settings when they register.")
                    .build();
    private static final ConfigKey NEED_WAIT =
            bool("needWaitForService")
                    .reloadable()
                    .means(
                            "Gives no route in the first seconds, until all brokers may have registered.")
                    .build();
    private static final ConfigKey WAIT_SECONDS =
            duration("waitSecondsForService", TimeUnit.SECONDS)
                    .range(0, 3_600)
                    .defaultsTo(45)
                    .reloadable()
                    .means("How long that takes.")
                    .build();
    private static final ConfigKey KV_CONFIG_PATH =
            path("kvConfigPath")
                    .defaultShownAs("data/namesrv/kvConfig.json")
                    .means("File of the key-value configuration.")
                    .build();
    private static final ConfigKey CONFIG_STORE_PATH =
            path("configStorePath")
                    .defaultShownAs("data/namesrv/namesrv.properties")
                    .means("File that keeps changes made by tools, when no file was given with -c.")
                    .build();
    private static final ConfigKey CONFIG_BLACK_LIST =
            string("configBlackList")
                    .defaultsTo("configBlackList;configStorePath;kvConfigPath")
                    .means("Keys that tools may not change, joined by ';'.")
                    .build();
    private static final ConfigKey ENABLE_CONTROLLER =
            bool("enableControllerInNamesrv")
                    .means("Must be false: this release has no controller.")
                    .build();

    /** Keys that no tool may change, whatever the black list says. */
    private static final Set<String> ALWAYS_BLACK =
            Set.of("configBlackList", "configStorePath", "kvConfigPath", "rocketmqHome");

    /** Every setting of the name server. */
    public static final ConfigSchema SCHEMA =
            ConfigSchema.builder()
                    .section("Network")
                    .add(BIND_ADDRESS, LISTEN_PORT, IDLE_SECONDS)
                    .section("Brokers and routes")
                    .add(SCAN_INTERVAL, SUPPORT_ACTING_MASTER, DELETE_TOPICS)
                    .add(ENABLE_ALL_TOPIC_LIST, ENABLE_TOPIC_LIST)
                    .add(ORDER_MESSAGE_ENABLE, RETURN_ORDER_CONFIG, NEED_WAIT, WAIT_SECONDS)
                    .section("Files")
                    .add(KV_CONFIG_PATH, CONFIG_STORE_PATH, CONFIG_BLACK_LIST)
                    .section("Controller")
                    .add(ENABLE_CONTROLLER)
                    .withoutEffect(
                            "threads and queues have fixed sizes",
                            "clientRequestThreadPoolNums",
                            "clientRequestThreadPoolQueueCapacity",
                            "defaultThreadPoolNums",
                            "defaultThreadPoolQueueCapacity",
                            "unRegisterBrokerQueueCapacity",
                            "serverWorkerThreads",
                            "serverSelectorThreads",
                            "serverCallbackExecutorThreads",
                            "serverNettyWorkerGroupEnable",
                            "serverOnewaySemaphoreValue",
                            "serverAsyncSemaphoreValue")
                    .withoutEffect(
                            "sockets and buffers are set up for the machine",
                            "serverSocketSndBufSize",
                            "serverSocketRcvBufSize",
                            "serverSocketBacklog",
                            "serverPooledByteBufAllocatorEnable",
                            "writeBufferHighWaterMark",
                            "writeBufferLowWaterMark",
                            "useEpollNativeSelector")
                    .withoutEffect(
                            "every stop finishes what is under way, within a second",
                            "enableShutdownGracefully",
                            "shutdownWaitTimeSeconds")
                    .withoutEffect(
                            "name servers of another environment are not asked",
                            "clusterTest",
                            "productEnvName")
                    .withoutEffect(
                            "the start script or -Dapogeemq.home says where the installation is",
                            "rocketmqHome")
                    .withoutEffect(
                            "brokers see on their own who is in their group",
                            "notifyMinBrokerIdChanged")
                    .withoutEffect("unknown keys are always refused", "strictConfig")
                    .build();

    private final ConfigValues values;
    private final Path home;
    private final Optional<Path> file; // given with -c

    private NamesrvConfig(ConfigValues values, Path home, Optional<Path> file) {
        this.values = values;
        this.home = home;
        this.file = file;
        if (values.bool(ENABLE_CONTROLLER)) {
            throw new ConfigException(
                    List.of(
                            new ConfigProblem(
                                    ENABLE_CONTROLLER.name(),
                                    "true",
                                    "any source",
                                    "is 'true'; this release has no controller, set it to false")));
        }
    }

    /**
     * Settings for a name server inside another program, over the defaults.
     *
     * @param home the installation: files are kept below it
     * @throws ConfigException when a key is not known or a value is wrong
     */
    public static NamesrvConfig of(Path home, Map<String, String> settings) {
        List<String> words =
                settings.entrySet().stream().map(s -> s.getKey() + '=' + s.getValue()).toList();
        return new NamesrvConfig(SCHEMA.resolver().words(words).resolve(), home, Optional.empty());
    }

    /**
     * Settings of a process: {@code key=value} words beat the environment, that beats the file given
     * with -c, else the file in which earlier changes by tools were kept.
     *
     * @throws ConfigException with everything that is wrong
     */
    static NamesrvConfig resolve(
            Path home, Optional<Path> file, Map<String, String> environment, List<String> words) {
        ConfigResolver resolver = SCHEMA.resolver().environment(environment).words(words);
        Path kept = defaultStorePath(home);
        if (file.isPresent()) {
            resolver.file(ConfigFile.read(file.get()));
        } else if (Files.exists(kept)) {
            resolver.file(ConfigFile.read(kept));
        }
        return new NamesrvConfig(resolver.resolve(), home, file);
    }

    private static Path defaultStorePath(Path home) {
        return dataDirectory(home).resolve("namesrv.properties");
    }

    private static Path dataDirectory(Path home) {
        return home.resolve("data").resolve("namesrv");
    }

    /**
     * With other values for some keys.
     *
     * @throws ConfigException when a key is not known or a value is wrong
     */
    NamesrvConfig with(Map<String, String> changes) {
        return new NamesrvConfig(SCHEMA.update(values, changes), home, file);
    }

    ServerConfig server() {
        ConnectionOptions usual = ConnectionOptions.DEFAULT;
        return new ServerConfig(
                values.text(BIND_ADDRESS),
                List.of(values.intOf(LISTEN_PORT)),
                MOST_CONNECTIONS,
                InFlightLimits.DEFAULT,
                new ConnectionOptions(
                        usual.mostFrameBytes(),
                        values.duration(IDLE_SECONDS),
                        usual.mostCallsInFlight(),
                        usual.mostUnsentBytes()));
    }

    RouteRules routeRules() {
        return new RouteRules(
                values.bool(SUPPORT_ACTING_MASTER),
                values.bool(ENABLE_ALL_TOPIC_LIST),
                values.bool(ENABLE_TOPIC_LIST),
                values.bool(DELETE_TOPICS),
                values.bool(ORDER_MESSAGE_ENABLE),
                values.bool(RETURN_ORDER_CONFIG),
                values.bool(NEED_WAIT) ? values.duration(WAIT_SECONDS) : Duration.ZERO);
    }

    Duration scanInterval() {
        return values.duration(SCAN_INTERVAL);
    }

    Path kvConfigPath() {
        return values.path(KV_CONFIG_PATH).orElse(dataDirectory(home).resolve("kvConfig.json"));
    }

    /** The file that changes by tools go to. */
    Path updatePath() {
        return file.or(() -> values.path(CONFIG_STORE_PATH)).orElse(defaultStorePath(home));
    }

    /** Whether tools may not change the key. */
    boolean isBlackListed(String key) {
        return ALWAYS_BLACK.contains(key)
                || List.of(values.text(CONFIG_BLACK_LIST).split(";")).contains(key);
    }

    /** One line each for keys that were given and do nothing here. */
    List<String> notices() {
        return values.notices();
    }

    /** Every key that has an effect with its value in force, sorted. */
    SortedMap<String, String> effective() {
        SortedMap<String, String> all = new TreeMap<>();
        for (ConfigSetting setting : values.settings()) {
            all.put(setting.key().name(), setting.shownText());
        }
        all.put(KV_CONFIG_PATH.name(), kvConfigPath().toString());
        all.put(CONFIG_STORE_PATH.name(), updatePath().toString());
        return all;
    }

    /** The lines of {@link #effective} with where each value came from and what it means. */
    List<String> explained() {
        SortedMap<String, String> all = effective();
        Set<String> lines = new TreeSet<>();
        for (ConfigSetting setting : values.settings()) {
            String name = setting.key().name();
            lines.add(
                    name
                            + '='
                            + all.get(name)
                            + "  # "
                            + setting.source()
                            + ": "
                            + setting.key().meaning());
        }
        return List.copyOf(lines);
    }
}
