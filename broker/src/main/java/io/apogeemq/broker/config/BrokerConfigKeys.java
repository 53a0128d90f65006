package io.apogeemq.broker.config;

import io.apogeemq.common.config.ConfigKey;
import io.apogeemq.common.config.ConfigSchema;
import io.apogeemq.remoting.transport.EventLoops;
import io.apogeemq.store.flush.FlushConfig.FlushMode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Every key of a broker's settings: name, type, default, meaning. Names and defaults are the peer's
 * where the meaning is the same; keys of the peer that do nothing here are in {@code peer-keys.txt}
 * beside this class, so that its files start this broker too.
 *
 * <p>Source: broker spec, "Configuration keys".
 */
public final class BrokerConfigKeys {
    /** What the broker is in a group of replicas. */
    public enum BrokerRole {
        ASYNC_MASTER,
        SYNC_MASTER,
        SLAVE
    }

    // who the broker is
    public static final ConfigKey BROKER_CLUSTER_NAME =
            ConfigKey.string("brokerClusterName")
                    .defaultsTo("DefaultCluster")
                    .means("name of the cluster")
                    .build();
    public static final ConfigKey BROKER_NAME =
            ConfigKey.string("brokerName")
                    .defaultsTo(hostName())
                    .defaultShownAs("the host's name")
                    .means("name of the master and its slaves together")
                    .build();
    public static final ConfigKey BROKER_ID =
            ConfigKey.longInteger("brokerId").means("0 for the master").build();
    public static final ConfigKey BROKER_ROLE =
            ConfigKey.oneOf("brokerRole", BrokerRole.class)
                    .means("ASYNC_MASTER; the others need replication")
                    .build();
    public static final ConfigKey NAMESRV_ADDR =
            ConfigKey.addresses("namesrvAddr").means("name servers to register with").build();

    // ports and addresses
    public static final ConfigKey LISTEN_PORT =
            ConfigKey.integer("listenPort")
                    .defaultsTo(10911)
                    .range(0, 65_535)
                    .means("port for clients; the port two below is listened on too; 0: any free")
                    .build();
    public static final ConfigKey BIND_ADDRESS =
            ConfigKey.string("bindAddress")
                    .defaultsTo("0.0.0.0")
                    .means("local address to listen on")
                    .build();
    public static final ConfigKey BROKER_IP1 =
            ConfigKey.string("brokerIP1")
                    .defaultShownAs("the host's address")
                    .means("address that clients are told")
                    .build();
    public static final ConfigKey BROKER_IP2 =
            ConfigKey.string("brokerIP2")
                    .defaultShownAs("brokerIP1")
                    .means("address that slaves are told")
                    .build();
    public static final ConfigKey HA_LISTEN_PORT =
            ConfigKey.integer("haListenPort")
                    .range(0, 65_535)
                    .defaultShownAs("listenPort + 1")
                    .means("port that slaves are told; 0: the one above listenPort")
                    .build();

    // topics and groups
    public static final ConfigKey AUTO_CREATE_TOPIC_ENABLE =
            ConfigKey.bool("autoCreateTopicEnable")
                    .defaultsTo("true")
                    .reloadable()
                    .means("sending to an unknown topic creates it")
                    .build();
    public static final ConfigKey DEFAULT_TOPIC_QUEUE_NUMS =
            ConfigKey.integer("defaultTopicQueueNums")
                    .defaultsTo(8)
                    .range(1, 1024)
                    .means("most queues of a topic that is created by sending")
                    .build();
    public static final ConfigKey CLUSTER_TOPIC_ENABLE =
            ConfigKey.bool("clusterTopicEnable")
                    .defaultsTo("true")
                    .means("the topic named like the cluster can be sent to")
                    .build();
    public static final ConfigKey BROKER_TOPIC_ENABLE =
            ConfigKey.bool("brokerTopicEnable")
                    .defaultsTo("true")
                    .means("the topic named like the broker can be sent to")
                    .build();
    public static final ConfigKey TRACE_TOPIC_ENABLE =
            ConfigKey.bool("traceTopicEnable").means("create the topic for traces").build();
    public static final ConfigKey MSG_TRACE_TOPIC_NAME =
            ConfigKey.string("msgTraceTopicName")
                    .defaultsTo("RMQ_SYS_TRACE_TOPIC")
                    .means("topic for traces")
                    .build();
    public static final ConfigKey AUTO_CREATE_SUBSCRIPTION_GROUP =
            ConfigKey.bool("autoCreateSubscriptionGroup")
                    .defaultsTo("true")
                    .reloadable()
                    .means("a consumer of an unknown group creates it")
                    .build();
    public static final ConfigKey NOTIFY_CONSUMER_IDS_CHANGED_ENABLE =
            ConfigKey.bool("notifyConsumerIdsChangedEnable")
                    .defaultsTo("true")
                    .reloadable()
                    .means("members of a group are told when others come and go")
                    .build();
    public static final ConfigKey CHANNEL_EXPIRED_TIMEOUT =
            ConfigKey.duration("channelExpiredTimeout", TimeUnit.MILLISECONDS)
                    .defaultsTo(120_000)
                    .range(1, Long.MAX_VALUE)
                    .means("a client without heartbeat for so long is gone")
                    .build();
    public static final ConfigKey FLUSH_CONSUMER_OFFSET_INTERVAL =
            ConfigKey.duration("flushConsumerOffsetInterval", TimeUnit.MILLISECONDS)
                    .defaultsTo(5_000)
                    .range(1, Long.MAX_VALUE)
                    .means("how often consumer offsets are written to disk")
                    .build();

    // sending and pulling
    public static final ConfigKey BROKER_PERMISSION =
            ConfigKey.integer("brokerPermission")
                    .defaultsTo(6)
                    .range(0, 7)
                    .reloadable()
                    .means("2 may be sent to, 4 may be pulled from, 6 both")
                    .build();
    public static final ConfigKey REGION_ID =
            ConfigKey.string("regionId")
                    .defaultsTo("DefaultRegion")
                    .means("name of the region, told to producers")
                    .build();
    public static final ConfigKey TRACE_ON =
            ConfigKey.bool("traceOn").defaultsTo("true").means("clients may send traces").build();
    public static final ConfigKey MAX_MESSAGE_SIZE =
            ConfigKey.bytes("maxMessageSize")
                    .defaultsTo(4 << 20)
                    .range(1024, 12 << 20)
                    .means("largest body of a message")
                    .build();
    public static final ConfigKey LONG_POLLING_ENABLE =
            ConfigKey.bool("longPollingEnable")
                    .defaultsTo("true")
                    .means("a pull may wait as long as it asks for; false: shortPollingTimeMills")
                    .build();
    public static final ConfigKey SHORT_POLLING_TIME_MILLS =
            ConfigKey.duration("shortPollingTimeMills", TimeUnit.MILLISECONDS)
                    .defaultsTo(1_000)
                    .means("how long a pull waits without long polling")
                    .build();
    public static final ConfigKey LITE_PULL_MESSAGE_ENABLE =
            ConfigKey.bool("litePullMessageEnable")
                    .defaultsTo("true")
                    .means("lite pull consumers may pull")
                    .build();
    public static final ConfigKey MAX_TRANSFER_BYTES =
            ConfigKey.bytes("maxTransferBytesOnMessageInMemory")
                    .defaultsTo(256 << 10)
                    .range(1024, 16 << 20)
                    .means("most bytes of one pull; a first message comes whatever its size")
                    .build();
    public static final ConfigKey MAX_TRANSFER_COUNT =
            ConfigKey.integer("maxTransferCountOnMessageInMemory")
                    .defaultsTo(32)
                    .range(1, 1024)
                    .means("most messages of one pull")
                    .build();

    // registration
    public static final ConfigKey REGISTER_NAME_SERVER_PERIOD =
            ConfigKey.duration("registerNameServerPeriod", TimeUnit.MILLISECONDS)
                    .defaultsTo(30_000)
                    .means("how often the broker registers; kept between 10 and 60 seconds")
                    .build();
    public static final ConfigKey REGISTER_BROKER_TIMEOUT_MILLS =
            ConfigKey.duration("registerBrokerTimeoutMills", TimeUnit.MILLISECONDS)
                    .defaultsTo(24_000)
                    .range(1, Long.MAX_VALUE)
                    .means("how long a name server may take to answer")
                    .build();

    // store
    public static final ConfigKey STORE_PATH_ROOT_DIR =
            ConfigKey.path("storePathRootDir")
                    .defaultShownAs("data/store in the installation")
                    .means("directory of the store")
                    .build();
    public static final ConfigKey STORE_PATH_COMMIT_LOG =
            ConfigKey.path("storePathCommitLog")
                    .defaultShownAs("commitlog in storePathRootDir")
                    .means("directory of the log")
                    .build();
    public static final ConfigKey MAPPED_FILE_SIZE_COMMIT_LOG =
            ConfigKey.bytes("mappedFileSizeCommitLog")
                    .defaultsTo(1 << 30)
                    .range(1 << 16, Integer.MAX_VALUE)
                    .means("size of one file of the log; fixed once the store exists")
                    .build();
    public static final ConfigKey MAPPED_FILE_SIZE_CONSUME_QUEUE =
            ConfigKey.bytes("mappedFileSizeConsumeQueue")
                    .defaultsTo(6_000_000)
                    .range(1000, 1 << 30)
                    .means("size of one file of a queue; fixed once the store exists")
                    .build();
    public static final ConfigKey IO_TRANSPORT =
            ConfigKey.oneOf("ioTransport", EventLoops.Transport.class)
                    .means("how sockets are served; AUTO takes epoll where it is there, else NIO")
                    .build();
    public static final ConfigKey FLUSH_DISK_TYPE =
            ConfigKey.oneOf("flushDiskType", FlushMode.class)
                    .means("SYNC_FLUSH: a message is acknowledged when it is on disk")
                    .build();
    public static final ConfigKey FLUSH_INTERVAL_COMMIT_LOG =
            ConfigKey.duration("flushIntervalCommitLog", TimeUnit.MILLISECONDS)
                    .defaultsTo(500)
                    .range(1, Long.MAX_VALUE)
                    .means("ASYNC_FLUSH: how often the log is looked at for forcing")
                    .build();
    public static final ConfigKey FLUSH_COMMIT_LOG_LEAST_PAGES =
            ConfigKey.integer("flushCommitLogLeastPages")
                    .defaultsTo(4)
                    .range(0, 262_144)
                    .means("ASYNC_FLUSH: dirty pages of 4 KiB that are worth a force")
                    .build();
    public static final ConfigKey FLUSH_COMMIT_LOG_THOROUGH_INTERVAL =
            ConfigKey.duration("flushCommitLogThoroughInterval", TimeUnit.MILLISECONDS)
                    .defaultsTo(10_000)
                    .range(1, Long.MAX_VALUE)
                    .means("ASYNC_FLUSH: the log is forced at least so often")
                    .build();
    public static final ConfigKey ENABLED_APPEND_PROP_CRC =
            ConfigKey.bool("enabledAppendPropCRC")
                    .defaultsTo("true")
                    .means("each record ends in a checksum of all of it, properties included")
                    .build();
    public static final ConfigKey SYNC_FLUSH_TIMEOUT =
            ConfigKey.duration("syncFlushTimeout", TimeUnit.MILLISECONDS)
                    .defaultsTo(5_000)
                    .range(1, Long.MAX_VALUE)
                    .means("SYNC_FLUSH: how long a producer waits for the disk")
                    .build();

    /** Switches of the peer for what this release can't do: a start with one of them on is refused. */
    public static final List<ConfigKey> UNSUPPORTED_SWITCHES =
            List.of(
                    unsupported("aclEnable", "access control"),
                    unsupported("authenticationEnabled", "access control"),
                    unsupported("authorizationEnabled", "access control"),
                    unsupported("useTLS", "TLS"),
                    unsupported("enableControllerMode", "failover"),
                    unsupported("enableSlaveActingMaster", "failover"),
                    unsupported("enableDLegerCommitLog", "the DLedger log"));

    /** All of them. */
    public static final ConfigSchema SCHEMA = schema();

    private BrokerConfigKeys() {}

    private static ConfigSchema schema() {
        ConfigSchema.Builder schema =
                ConfigSchema.builder()
                        .section("Identity")
                        .add(BROKER_CLUSTER_NAME, BROKER_NAME, BROKER_ID, BROKER_ROLE)
                        .add(NAMESRV_ADDR, LISTEN_PORT, BIND_ADDRESS, BROKER_IP1, BROKER_IP2)
                        .add(IO_TRANSPORT)
                        .add(HA_LISTEN_PORT)
                        .section("Topics and groups")
                        .add(AUTO_CREATE_TOPIC_ENABLE, DEFAULT_TOPIC_QUEUE_NUMS)
                        .add(CLUSTER_TOPIC_ENABLE, BROKER_TOPIC_ENABLE)
                        .add(TRACE_TOPIC_ENABLE, MSG_TRACE_TOPIC_NAME)
                        .add(AUTO_CREATE_SUBSCRIPTION_GROUP, NOTIFY_CONSUMER_IDS_CHANGED_ENABLE)
                        .add(CHANNEL_EXPIRED_TIMEOUT, FLUSH_CONSUMER_OFFSET_INTERVAL)
                        .section("Sending and pulling")
                        .add(BROKER_PERMISSION, REGION_ID, TRACE_ON, MAX_MESSAGE_SIZE)
                        .add(LONG_POLLING_ENABLE, SHORT_POLLING_TIME_MILLS)
                        .add(LITE_PULL_MESSAGE_ENABLE, MAX_TRANSFER_BYTES, MAX_TRANSFER_COUNT)
                        .section("Registration")
                        .add(REGISTER_NAME_SERVER_PERIOD, REGISTER_BROKER_TIMEOUT_MILLS)
                        .section("Store")
                        .add(STORE_PATH_ROOT_DIR, STORE_PATH_COMMIT_LOG)
                        .add(MAPPED_FILE_SIZE_COMMIT_LOG, MAPPED_FILE_SIZE_CONSUME_QUEUE)
                        .add(FLUSH_DISK_TYPE, FLUSH_INTERVAL_COMMIT_LOG)
                        .add(FLUSH_COMMIT_LOG_LEAST_PAGES, FLUSH_COMMIT_LOG_THOROUGH_INTERVAL)
                        .add(ENABLED_APPEND_PROP_CRC)
                        .add(SYNC_FLUSH_TIMEOUT)
                        .section("Keeping messages")
                        .add(RetentionKeys.all())
                        .add(ScrubKeys.all())
                        .section("Index of keys")
                        .add(IndexKeys.all());
        schema.section("Not in this release").add(UNSUPPORTED_SWITCHES.toArray(ConfigKey[]::new));
        addPeerKeys(schema);
        return schema.build();
    }

    /** Lines of {@code peer-keys.txt}: {@code # why} and below it the names, a few a line. */
    private static void addPeerKeys(ConfigSchema.Builder schema) {
        schema.section("Without effect");
        String why = "";
        for (String line : peerKeyLines()) {
            if (line.startsWith("#")) {
                why = line.substring(1).trim();
            } else if (!line.isBlank()) {
                schema.withoutEffect(why, line.trim().split(" "));
            }
        }
    }

    private static List<String> peerKeyLines() {
        List<String> lines = new ArrayList<>();
        try (InputStream in = BrokerConfigKeys.class.getResourceAsStream("peer-keys.txt");
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            String line;
            while ((line = reader.readLine()) != null) {
                lines.add(line);
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException("the list of the peer's keys cannot be read", e);
        }
    }

    private static ConfigKey unsupported(String name, String what) {
        return ConfigKey.bool(name).means(what + " is not in this release: leave it false").build();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "DEFAULT_BROKER"; // a host without a name: what the peer calls itself then
        }
    }
}
