package io.apogeemq.broker.registration;

import io.apogeemq.broker.config.LiveConfig;
import io.apogeemq.broker.topic.TopicConfigs;
import io.apogeemq.common.topic.QueuePermission;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.remoting.protocol.DataVersion;
import io.apogeemq.remoting.protocol.register.RegisterBrokerBody;
import io.apogeemq.remoting.protocol.topic.TopicConfigTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What a registration says about topics: all or those that changed, without the permissions that the
 * broker as a whole does not have.
 *
 * <p>Threads: safe for any thread.
 */
final class RegistrationBody {
    private final TopicConfigs topics;
    private final LiveConfig live;

    RegistrationBody(TopicConfigs topics, LiveConfig live) {
        this.topics = topics;
        this.live = live;
    }

    /** The version that the table of topics has now. */
    DataVersion version() {
        return topics.version();
    }

    /** Every topic. */
    byte[] full() {
        TopicConfigTable table = topics.table();
        return body(table, table.topics().values());
    }

    /** These topics as they are now, with the version of the whole table. */
    byte[] changed(Collection<String> names) {
        TopicConfigTable table = topics.table();
        List<TopicConfig> some = new ArrayList<>();
        for (String name : names) {
            TopicConfig topic = table.topics().get(name);
            if (topic != null) {
                some.add(topic);
            }
        }
        return body(table, some);
    }

    private byte[] body(TopicConfigTable table, Collection<TopicConfig> some) {
        int brokerPermission = live.brokerPermission();
        boolean isOpen =
                QueuePermission.isReadable(brokerPermission)
                        && QueuePermission.isWritable(brokerPermission);
        List<TopicConfig> told = new ArrayList<>(some.size());
        for (TopicConfig topic : some) {
            told.add(isOpen ? topic : topic.withPerm(topic.perm() & brokerPermission));
        }
        return RegisterBrokerBody.of(TopicConfigTable.of(table.dataVersion(), told)).toJson();
    }
}
