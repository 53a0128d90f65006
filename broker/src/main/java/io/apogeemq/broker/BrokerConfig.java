package io.apogeemq.broker;

import static java.util.Objects.requireNonNull;

import io.apogeemq.broker.config.BrokerConfigKeys;
import io.apogeemq.broker.config.BrokerConfigKeys.BrokerRole;
import io.apogeemq.broker.config.BrokerIdentity;
import io.apogeemq.broker.config.HostAddresses;
import io.apogeemq.broker.config.IndexKeys;
import io.apogeemq.broker.config.RetentionKeys;
import io.apogeemq.broker.config.ScrubKeys;
import io.apogeemq.broker.pull.PullConfig;
import io.apogeemq.broker.registration.RegistrationConfig;
import io.apogeemq.broker.send.SendConfig;
import io.apogeemq.broker.topic.TopicRules;
import io.apogeemq.common.config.ConfigException;
import io.apogeemq.common.config.ConfigKey;
import io.apogeemq.common.config.ConfigProblem;
import io.apogeemq.common.config.ConfigValues;
import io.apogeemq.store.StoreConfig;
import io.apogeemq.store.flush.FlushConfig;
import io.apogeemq.store.index.IndexConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Everything a broker is told at start: one record for each concern, made from the text form.
 *
 * @param bindAddress local address to listen on
 * @param configDir where topics, groups and offsets are kept
 * @param values the text form, from which the parts were made; the settings that can change while
 *     the broker runs are read from it
 * @param file what the values were read from
 */
public record BrokerConfig(
        BrokerIdentity identity,
        String bindAddress,
        TopicRules topics,
        SendConfig send,
        PullConfig pull,
        RegistrationConfig registration,
        StoreConfig store,
        Path configDir,
        ConfigValues values,
        Optional<Path> file) {

    private static final int PAGE_BYTES = 4096;

    public BrokerConfig {
        requireNonNull(identity, "identity");
        requireNonNull(bindAddress, "bindAddress");
        requireNonNull(topics, "topics");
        requireNonNull(send, "send");
        requireNonNull(pull, "pull");
        requireNonNull(registration, "registration");
        requireNonNull(store, "store");
        requireNonNull(configDir, "configDir");
        requireNonNull(values, "values");
        requireNonNull(file, "file");
    }

    /**
     * Makes the parts of the text form.
     *
     * @param home the installation, for the default place of the store
     * @throws ConfigException with everything that is wrong
     */
    public static BrokerConfig of(ConfigValues values, Optional<Path> file, Path home) {
        requireSupported(values);
        StoreConfig store = store(values, home);
        BrokerIdentity identity = identity(values);
        return new BrokerConfig(
                identity,
                values.text(BrokerConfigKeys.BIND_ADDRESS),
                topics(values),
                send(values),
                pull(values),
                new RegistrationConfig(
                        values.addresses(BrokerConfigKeys.NAMESRV_ADDR),
                        values.duration(BrokerConfigKeys.REGISTER_NAME_SERVER_PERIOD),
                        values.duration(BrokerConfigKeys.REGISTER_BROKER_TIMEOUT_MILLS)),
                store,
                store.rootDir().resolve("config"),
                decided(values, identity, store),
                file);
    }

    /** The values with what was left open filled in, as tools are to see them. */
    private static ConfigValues decided(
            ConfigValues values, BrokerIdentity identity, StoreConfig store) {
        return BrokerConfigKeys.SCHEMA.update(
                values,
                Map.of(
                        BrokerConfigKeys.BROKER_IP1.name(), identity.ip(),
                        BrokerConfigKeys.BROKER_IP2.name(), identity.haIp(),
                        BrokerConfigKeys.HA_LISTEN_PORT.name(), Integer.toString(identity.haPort()),
                        BrokerConfigKeys.STORE_PATH_ROOT_DIR.name(), store.rootDir().toString(),
                        BrokerConfigKeys.STORE_PATH_COMMIT_LOG.name(),
                                store.commitLogDir().toString()));
    }

    private static void requireSupported(ConfigValues values) {
        List<ConfigProblem> problems = new ArrayList<>();
        for (ConfigKey key : BrokerConfigKeys.UNSUPPORTED_SWITCHES) {
            if (values.bool(key)) {
                problems.add(problem(values, key, key.meaning()));
            }
        }
        if (values.enumOf(BrokerConfigKeys.BROKER_ROLE, BrokerRole.class)
                != BrokerRole.ASYNC_MASTER) {
            problems.add(
                    problem(
                            values,
                            BrokerConfigKeys.BROKER_ROLE,
                            "replication is not in this release: use ASYNC_MASTER"));
        }
        if (values.longOf(BrokerConfigKeys.BROKER_ID) != 0) {
            problems.add(
                    problem(
                            values,
                            BrokerConfigKeys.BROKER_ID,
                            "replication is not in this release: a master has 0"));
        }
        int port = values.intOf(BrokerConfigKeys.LISTEN_PORT);
        if (port == 1 || port == 2) {
            problems.add(
                    problem(
                            values,
                            BrokerConfigKeys.LISTEN_PORT,
                            "the port two below is listened on too: use 3 or more"));
        }
        if (values.text(BrokerConfigKeys.STORE_PATH_COMMIT_LOG).contains(",")) {
            problems.add(
                    problem(
                            values,
                            BrokerConfigKeys.STORE_PATH_COMMIT_LOG,
                            "a log on several disks is not in this release: name one directory"));
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private static ConfigProblem problem(ConfigValues values, ConfigKey key, String text) {
        String value = values.text(key);
        String source =
                values.settings().stream()
                        .filter(setting -> setting.key() == key)
                        .map(setting -> setting.source())
                        .findFirst()
                        .orElse("default");
        return new ConfigProblem(key.name(), value, source, "is '" + value + "'; " + text);
    }

    private static BrokerIdentity identity(ConfigValues values) {
        int port = values.intOf(BrokerConfigKeys.LISTEN_PORT);
        int haPort = values.intOf(BrokerConfigKeys.HA_LISTEN_PORT);
        String configuredIp = values.text(BrokerConfigKeys.BROKER_IP1);
        String ip = configuredIp.isEmpty() ? HostAddresses.advertised() : configuredIp;
        String haIp = values.text(BrokerConfigKeys.BROKER_IP2);
        return new BrokerIdentity(
                values.text(BrokerConfigKeys.BROKER_CLUSTER_NAME),
                values.text(BrokerConfigKeys.BROKER_NAME),
                values.longOf(BrokerConfigKeys.BROKER_ID),
                ip,
                port,
                haIp.isEmpty() ? ip : haIp,
                haPort == 0 ? port + 1 : haPort);
    }

    private static TopicRules topics(ConfigValues values) {
        return new TopicRules(
                values.intOf(BrokerConfigKeys.DEFAULT_TOPIC_QUEUE_NUMS),
                values.bool(BrokerConfigKeys.CLUSTER_TOPIC_ENABLE),
                values.bool(BrokerConfigKeys.BROKER_TOPIC_ENABLE),
                values.bool(BrokerConfigKeys.TRACE_TOPIC_ENABLE),
                values.text(BrokerConfigKeys.MSG_TRACE_TOPIC_NAME));
    }

    private static SendConfig send(ConfigValues values) {
        return new SendConfig(
                values.text(BrokerConfigKeys.REGION_ID),
                values.bool(BrokerConfigKeys.TRACE_ON),
                (int) values.bytes(BrokerConfigKeys.MAX_MESSAGE_SIZE),
                isSyncFlush(values),
                values.duration(BrokerConfigKeys.SYNC_FLUSH_TIMEOUT));
    }

    private static PullConfig pull(ConfigValues values) {
        return new PullConfig(
                values.intOf(BrokerConfigKeys.MAX_TRANSFER_COUNT),
                (int) values.bytes(BrokerConfigKeys.MAX_TRANSFER_BYTES),
                values.bool(BrokerConfigKeys.LONG_POLLING_ENABLE),
                values.duration(BrokerConfigKeys.SHORT_POLLING_TIME_MILLS),
                PullConfig.LONGEST_WAIT,
                PullConfig.MOST_PARKED,
                values.bool(BrokerConfigKeys.LITE_PULL_MESSAGE_ENABLE));
    }

    private static IndexConfig index(ConfigValues values) {
        try {
            return IndexKeys.read(values);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    List.of(problem(values, IndexKeys.MAX_INDEX_NUM, e.getMessage())));
        }
    }

    private static StoreConfig store(ConfigValues values, Path home) {
        Path root =
                values.path(BrokerConfigKeys.STORE_PATH_ROOT_DIR)
                        .orElseGet(() -> home.resolve("data").resolve("store"));
        StoreConfig defaults = StoreConfig.defaults(root);
        Duration interval = values.duration(BrokerConfigKeys.FLUSH_INTERVAL_COMMIT_LOG);
        Duration thorough = values.duration(BrokerConfigKeys.FLUSH_COMMIT_LOG_THOROUGH_INTERVAL);
        FlushConfig flush =
                new FlushConfig(
                        values.enumOf(
                                BrokerConfigKeys.FLUSH_DISK_TYPE, FlushConfig.FlushMode.class),
                        interval,
                        values.intOf(BrokerConfigKeys.FLUSH_COMMIT_LOG_LEAST_PAGES) * PAGE_BYTES,
                        thorough.compareTo(interval) < 0 ? interval : thorough);
        int logFileBytes = (int) values.bytes(BrokerConfigKeys.MAPPED_FILE_SIZE_COMMIT_LOG);
        try {
            StoreConfig.Builder store =
                    StoreConfig.at(root)
                            .sizes(
                                    logFileBytes,
                                    (int)
                                            values.bytes(
                                                    BrokerConfigKeys
                                                            .MAPPED_FILE_SIZE_CONSUME_QUEUE),
                                    (int) values.bytes(BrokerConfigKeys.MAX_MESSAGE_SIZE))
                            .flush(flush)
                            .retention(RetentionKeys.read(values))
                            .scrub(ScrubKeys.read(values))
                            .index(index(values))
                            .preallocateBytes(Math.min(defaults.preallocateBytes(), logFileBytes))
                            .appendPropertyCrc(
                                    values.bool(BrokerConfigKeys.ENABLED_APPEND_PROP_CRC));
            values.path(BrokerConfigKeys.STORE_PATH_COMMIT_LOG).ifPresent(store::commitLogDir);
            return store.build();
        } catch (IllegalArgumentException e) { // sizes that do not go together
            throw new ConfigException(
                    List.of(
                            problem(
                                    values,
                                    BrokerConfigKeys.MAPPED_FILE_SIZE_COMMIT_LOG,
                                    e.getMessage())));
        }
    }

    private static boolean isSyncFlush(ConfigValues values) {
        return values.enumOf(BrokerConfigKeys.FLUSH_DISK_TYPE, FlushConfig.FlushMode.class)
                == FlushConfig.FlushMode.SYNC_FLUSH;
    }

    /** The same broker with other limits for pulls. */
    BrokerConfig withPull(PullConfig other) {
        return new BrokerConfig(
                identity,
                bindAddress,
                topics,
                send,
                other,
                registration,
                store,
                configDir,
                values,
                file);
    }

    /** The same broker with a store that differs in what the text form does not have. */
    BrokerConfig withStore(UnaryOperator<StoreConfig> change) {
        return new BrokerConfig(
                identity,
                bindAddress,
                topics,
                send,
                pull,
                registration,
                change.apply(store),
                configDir,
                values,
                file);
    }

    /** The same broker on another port. */
    BrokerConfig onPort(int port) {
        return new BrokerConfig(
                identity.withPort(port),
                bindAddress,
                topics,
                send,
                pull,
                registration,
                store,
                configDir,
                values,
                file);
    }
}
