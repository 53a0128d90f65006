package io.apogeemq.broker;

import io.apogeemq.broker.config.BrokerConfigKeys;
import io.apogeemq.broker.config.LiveConfig;
import io.apogeemq.broker.filter.FilterTable;
import io.apogeemq.broker.group.ConsumerGroups;
import io.apogeemq.broker.group.GroupConfigs;
import io.apogeemq.broker.group.ProducerGroups;
import io.apogeemq.broker.group.QueueLocks;
import io.apogeemq.broker.group.RebalanceNotice;
import io.apogeemq.broker.offset.ConsumerOffsets;
import io.apogeemq.broker.offset.OffsetFile;
import io.apogeemq.broker.stats.BrokerStats;
import io.apogeemq.broker.topic.SystemTopics;
import io.apogeemq.broker.topic.TopicChangeListener;
import io.apogeemq.broker.topic.TopicConfigs;
import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.io.DurableFiles;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.remoting.transport.Connection;
import io.apogeemq.store.MessageStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * What a broker knows besides its messages: settings, topics, groups, who is connected, how far they
 * are, which queues are locked, what was counted.
 *
 * <p>Threads: each table says its own.
 */
record BrokerTables(
        LiveConfig live,
        TopicConfigs topics,
        SystemTopics systemTopics,
        GroupConfigs groups,
        ConsumerGroups consumers,
        ProducerGroups producers,
        QueueLocks locks,
        ConsumerOffsets offsets,
        OffsetFile offsetFile,
        FilterTable filters,
        BrokerStats stats) {

    /**
     * Reads what is kept in files, after the store is open: consume offsets are compared with the
     * ends of the queues.
     *
     * @param admin where tables are written that io threads change
     */
    static BrokerTables open(BrokerConfig config, MessageStore store, Executor admin) {
        Clock clock = Clock.SYSTEM;
        DurableFiles files = store.smallFiles();
        Duration patience = config.values().duration(BrokerConfigKeys.CHANNEL_EXPIRED_TIMEOUT);
        LiveConfig live = new LiveConfig(config.values(), config.file(), clock);
        TopicConfigs topics = TopicConfigs.open(files, config.configDir(), clock);
        if (!topics.wasComplete()) {
            createMissing(topics, LostTopics.of(store));
        }
        SystemTopics systemTopics = new SystemTopics(config.identity(), config.topics());
        createMissing(topics, systemTopics.initial(live.autoCreateTopics()));
        GroupConfigs groups =
                GroupConfigs.open(files, config.configDir(), live::autoCreateGroups, clock, admin);
        ConsumerOffsets offsets = new ConsumerOffsets(store::nextOffset);
        OffsetFile offsetFile = new OffsetFile(files, config.configDir(), offsets, clock);
        offsetFile.load(store.offsets().max() > 0);
        BrokerTables tables =
                new BrokerTables(
                        live,
                        topics,
                        systemTopics,
                        groups,
                        new ConsumerGroups(
                                patience,
                                clock,
                                new RebalanceNotice(groups, live::notifiesGroupChanges)),
                        new ProducerGroups(patience, clock),
                        new QueueLocks(clock),
                        offsets,
                        offsetFile,
                        new FilterTable(),
                        new BrokerStats(config.identity().clusterName(), clock));
        topics.addListener(tables.new ForgetDeleted());
        return tables;
    }

    /** System topics keep what an administrator or a peer has made of them. */
    private static void createMissing(TopicConfigs topics, List<TopicConfig> wanted) {
        List<TopicConfig> missing = new ArrayList<>();
        for (TopicConfig topic : wanted) {
            if (topics.find(topic.topicName()).isEmpty()) {
                missing.add(topic);
            }
        }
        topics.createOrUpdateAll(missing);
    }

    /** What is known about a deleted topic goes with it. */
    private final class ForgetDeleted implements TopicChangeListener {
        @Override
        public void onChanged(List<TopicConfig> changed) {}

        @Override
        public void onDeleted(String topic) {
            offsets.removeTopic(topic);
            offsetFile.writeIfChanged();
            stats.removeTopic(topic);
        }
    }

    /** A connection is gone: nobody is connected over it any more. */
    void connectionClosed(Connection connection) {
        consumers.connectionClosed(connection);
        producers.connectionClosed(connection);
    }

    /** Writes what changed in memory since the last time: offsets, and groups made by first contact. */
    void write() {
        offsetFile.writeIfChanged();
        groups.writeUnwritten();
    }

    /** Forgets clients and locks that were not renewed in time. */
    void expire() {
        consumers.expire();
        producers.expire();
        locks.expire();
    }
}
