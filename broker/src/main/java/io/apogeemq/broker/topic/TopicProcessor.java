package io.apogeemq.broker.topic;

import io.apogeemq.broker.stats.BrokerStats;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.common.topic.QueuePermission;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.common.topic.TopicFilterType;
import io.apogeemq.common.topic.TopicName;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.namesrv.TopicList;
import io.apogeemq.remoting.protocol.topic.CreateTopicRequestHeader;
import io.apogeemq.remoting.protocol.topic.DeleteTopicRequestHeader;
import io.apogeemq.remoting.protocol.topic.GetAllTopicConfigResponseHeader;
import io.apogeemq.remoting.protocol.topic.GetTopicConfigRequestHeader;
import io.apogeemq.remoting.protocol.topic.GetTopicStatsInfoRequestHeader;
import io.apogeemq.remoting.protocol.topic.TopicConfigJson;
import io.apogeemq.remoting.protocol.topic.TopicConfigList;
import io.apogeemq.remoting.protocol.topic.TopicConfigTable;
import io.apogeemq.remoting.protocol.topic.TopicOffset;
import io.apogeemq.remoting.protocol.topic.TopicStatsTable;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.remoting.server.RequestRefused;
import io.apogeemq.store.MessageStore;
import io.apogeemq.store.append.AppendRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests about topics: create and change (17, 18), delete (215), show (351, 21, 305, 202).
 * Source: wire spec, "Administration requests" section 2; broker spec, "Topics".
 *
 * <p>Threads: admin; changes write a file, statistics read the log.
 */
public final class TopicProcessor {
    private static final Logger log = LoggerFactory.getLogger(TopicProcessor.class);
    private static final int MOST_QUEUES = AppendRequest.MAX_QUEUE_ID + 1;

    private final TopicConfigs topics;
    private final SystemTopics systemTopics;
    private final MessageStore store;
    private final BrokerStats stats;
    private final String brokerName;
    private final Supplier<CompletableFuture<Void>> told;

    /**
     * @param told gives when name servers know the changes made up to now, so that whoever was
     *     answered finds the topic's route
     */
    public TopicProcessor(
            TopicConfigs topics,
            SystemTopics systemTopics,
            MessageStore store,
            BrokerStats stats,
            String brokerName,
            Supplier<CompletableFuture<Void>> told) {
        this.topics = topics;
        this.systemTopics = systemTopics;
        this.store = store;
        this.stats = stats;
        this.brokerName = brokerName;
        this.told = told;
    }

    /** Handles UPDATE_AND_CREATE_TOPIC. */
    public void createOrUpdate(RemotingCommand request, Reply reply) {
        CreateTopicRequestHeader header = CreateTopicRequestHeader.read(request.fields());
        TopicConfig wanted =
                new TopicConfig(
                        header.topic(),
                        header.readQueueNums(),
                        header.writeQueueNums(),
                        header.perm(),
                        filterType(header.topicFilterType()),
                        header.topicSysFlag(),
                        header.order(),
                        Map.of());
        topics.createOrUpdate(checked(wanted, TopicAttributes.parse(header.attributes())));
        log.info("topic set by an administrator topic={} config={}", wanted.topicName(), wanted);
        succeedWhenTold(reply);
    }

    /** Handles UPDATE_AND_CREATE_TOPIC_LIST: all or nothing. */
    public void createOrUpdateAll(RemotingCommand request, Reply reply) {
        List<TopicConfig> wanted = new ArrayList<>();
        for (TopicConfig topic : TopicConfigList.fromJson(request.bodyBytes()).topicConfigList()) {
            wanted.add(checked(topic, topic.attributes()));
        }
        topics.createOrUpdateAll(wanted);
        log.info("topics set by an administrator count={}", wanted.size());
        succeedWhenTold(reply);
    }

    private void succeedWhenTold(Reply reply) {
        told.get().thenRun(() -> reply.send(RemotingCommand.response(ResponseCode.SUCCESS, null)));
    }

    /** The topic with its attributes, if an administrator may set it so. */
    private TopicConfig checked(TopicConfig wanted, Map<String, String> attributeChanges) {
        requireUsersName(wanted.topicName());
        requireQueues("readQueueNums", wanted.readQueueNums());
        requireQueues("writeQueueNums", wanted.writeQueueNums());
        if (!QueuePermission.isSettable(wanted.perm())) {
            throw new RequestRefused(
                    ResponseCode.INVALID_PARAMETER,
                    "perm '"
                            + wanted.perm()
                            + "' of topic '"
                            + wanted.topicName()
                            + "' is illegal: 2 is write, 4 read, 6 both");
        }
        Optional<TopicConfig> present = topics.find(wanted.topicName());
        return wanted.withAttributes(
                TopicAttributes.apply(
                        present.map(TopicConfig::attributes).orElse(Map.of()),
                        attributeChanges,
                        present.isEmpty()));
    }

    private void requireUsersName(String topic) {
        TopicName.problem(topic)
                .ifPresent(
                        problem -> {
                            throw new RequestRefused(ResponseCode.INVALID_PARAMETER, problem);
                        });
        if (systemTopics.contains(topic)) {
            throw new RequestRefused(
                    ResponseCode.INVALID_PARAMETER,
                    "The topic[" + topic + "] is conflict with system topic.");
        }
    }

    private static void requireQueues(String name, int number) {
        if (number < 1 || number > MOST_QUEUES) {
            throw new RequestRefused(
                    ResponseCode.INVALID_PARAMETER,
                    name + " '" + number + "' is illegal: 1 to " + MOST_QUEUES);
        }
    }

    private static TopicFilterType filterType(String name) {
        for (TopicFilterType type : TopicFilterType.values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw new RequestRefused(
                ResponseCode.INVALID_PARAMETER,
                "topicFilterType '" + name + "' is not known: SINGLE_TAG or MULTI_TAG");
    }

    /** Handles DELETE_TOPIC_IN_BROKER: settings, then what others keep about it, then queues. */
    public void delete(RemotingCommand request, Reply reply) {
        String topic = DeleteTopicRequestHeader.read(request.fields()).topic();
        requireUsersName(topic);
        if (topics.delete(topic)) {
            store.deleteTopic(topic).join();
        }
        reply.send(RemotingCommand.response(ResponseCode.SUCCESS, null));
    }

    /** Handles GET_TOPIC_CONFIG. */
    public void config(RemotingCommand request, Reply reply) {
        TopicConfig topic =
                requireTopic(GetTopicConfigRequestHeader.read(request.fields()).topic());
        reply.send(answer(TopicConfigJson.toJson(topic)));
    }

    /** Handles GET_ALL_TOPIC_CONFIG; all at once, whatever page was asked for. */
    public void all(RemotingCommand request, Reply reply) {
        TopicConfigTable table = topics.table();
        reply.send(
                RemotingCommand.response(
                        ResponseCode.SUCCESS,
                        null,
                        new GetAllTopicConfigResponseHeader(table.topics().size()),
                        table.toJson()));
    }

    /** Handles GET_SYSTEM_TOPIC_LIST_FROM_BROKER. */
    public void systemTopics(RemotingCommand request, Reply reply) {
        reply.send(answer(TopicList.of(systemTopics.names()).toJson()));
    }

    /** Handles GET_TOPIC_STATS_INFO. */
    public void stats(RemotingCommand request, Reply reply) {
        TopicConfig topic =
                requireTopic(GetTopicStatsInfoRequestHeader.read(request.fields()).topic());
        String name = topic.topicName();
        SortedMap<MessageQueue, TopicOffset> offsets = new TreeMap<>();
        int queues = Math.max(topic.readQueueNums(), topic.writeQueueNums());
        for (int queueId = 0; queueId < queues; queueId++) {
            long max = store.maxOffset(name, queueId);
            long lastStored = max == 0 ? 0 : store.storeTimestamp(name, queueId, max - 1);
            offsets.put(
                    new MessageQueue(name, brokerName, queueId),
                    new TopicOffset(store.minOffset(name, queueId), max, Math.max(0, lastStored)));
        }
        reply.send(answer(new TopicStatsTable(offsets, stats.sendRate(name)).toJson()));
    }

    private TopicConfig requireTopic(String name) {
        return topics.find(name)
                .orElseThrow(
                        () ->
                                new RequestRefused(
                                        ResponseCode.TOPIC_NOT_EXIST,
                                        "No topic in this broker. topic: " + name));
    }

    private static RemotingCommand answer(byte[] body) {
        return RemotingCommand.response(ResponseCode.SUCCESS, null, CommandHeader.EMPTY, body);
    }
}
