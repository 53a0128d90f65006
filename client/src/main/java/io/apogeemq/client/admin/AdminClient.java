package io.apogeemq.client.admin;

import static java.util.Objects.requireNonNull;

import io.apogeemq.client.connection.ClientConnections;
import io.apogeemq.common.group.GroupName;
import java.time.Duration;

/**
 * Everything that operators do with a cluster over the network, as typed operations.
 *
 * <pre>{@code
 * try (AdminClient admin = AdminClient.connect("192.0.2.1:9876")) {
 *     for (BrokerNode master : admin.cluster().masters("DefaultCluster")) {
 *         admin.topics().update(master.address(), TopicConfig.named("orders"));
 *     }
 * }
 * }</pre>
 *
 * <p>Threads: safe for any thread but io threads; each operation waits for its answer. Uses the
 * threads of its connections.
 *
 * <p>Errors: {@code BrokerRefusedException} when a server says no, {@link NotFoundException}, {@link
 * ServerUnreachableException} and {@code NameServersUnreachableException}.
 */
public final class AdminClient implements AutoCloseable {
    /** What operators wait for one answer, as with the peer's tools. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    private final ClientConnections connections;
    private final boolean ownsConnections;
    private final AdminCalls calls;
    private final Cluster cluster;
    private final Topics topics;
    private final Groups groups;
    private final Messages messages;

    private AdminClient(ClientConnections connections, boolean ownsConnections, Duration timeout) {
        this.connections = requireNonNull(connections, "connections");
        this.ownsConnections = ownsConnections;
        this.calls = new AdminCalls(connections, requireNonNull(timeout, "timeout"));
        this.cluster = new Cluster(calls);
        this.topics = new Topics(calls);
        this.groups = new Groups(calls, cluster, topics);
        this.messages = new Messages(calls, topics, groups);
    }

    /**
     * A client with connections of its own.
     *
     * @param nameServers {@code host:port;host:port}
     */
    public static AdminClient connect(String nameServers) {
        return new AdminClient(
                ClientConnections.builder()
                        .nameServers(nameServers)
                        .name("admin")
                        .requestTimeout(DEFAULT_TIMEOUT)
                        .build(),
                true,
                DEFAULT_TIMEOUT);
    }

    /** A client over connections that its caller owns. */
    public static AdminClient over(ClientConnections connections, Duration timeout) {
        return new AdminClient(connections, false, timeout);
    }

    /** The connections, for a producer or consumer that shares them. */
    public ClientConnections connections() {
        return connections;
    }

    /** Which brokers there are and how each of them is. */
    public Cluster cluster() {
        return cluster;
    }

    /** The topics. */
    public Topics topics() {
        return topics;
    }

    /** The consumer groups. */
    public Groups groups() {
        return groups;
    }

    /** Single messages. */
    public Messages messages() {
        return messages;
    }

    /**
     * Reads the queues of a topic.
     *
     * @throws NotFoundException when no NameServer knows the topic
     */
    public TopicReader reader(String topic) {
        return reader(topic, GroupName.TOOLS_CONSUMER);
    }

    /**
     * Reads the queues of a topic in the name of a group, whose offsets stay as they are: what the
     * group may not read is refused.
     *
     * @throws NotFoundException when no NameServer knows the topic
     */
    public TopicReader reader(String topic, String group) {
        return new TopicReader(calls, topic, group, topics.route(topic));
    }

    /** Closes the connections, unless they belong to the caller. */
    @Override
    public void close() {
        if (ownsConnections) {
            connections.close();
        }
    }
}
