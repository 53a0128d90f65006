package io.apogeemq.broker.offset;

import static java.util.Objects.requireNonNull;

import io.apogeemq.broker.group.GroupConfigs;
import io.apogeemq.broker.topic.TopicConfigs;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.admin.ResetOffsetBody;
import io.apogeemq.remoting.protocol.admin.ResetOffsetRequestHeader;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.remoting.server.RequestRefused;
import io.apogeemq.store.MessageStore;
import io.apogeemq.store.read.TimeBoundary;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * INVOKE_BROKER_TO_RESET_OFFSET (222): an administrator sends a group to a time or an offset. The
 * broker does it alone: the new offsets count at once, connected consumers are told by the answer of
 * their next pull, and a group need not be connected.
 *
 * <p>Threads: the admin executor; the offsets are on disk when the request is answered.
 */
public final class OffsetReset {
    private static final Logger log = LoggerFactory.getLogger(OffsetReset.class);
    private static final int ALL_QUEUES = -1;

    private final ConsumerOffsets offsets;
    private final OffsetFile file;
    private final GroupConfigs groups;
    private final TopicConfigs topics;
    private final MessageStore store;
    private final String brokerName;

    /** Resets in this table, by what the store has. */
    public OffsetReset(
            ConsumerOffsets offsets,
            OffsetFile file,
            GroupConfigs groups,
            TopicConfigs topics,
            MessageStore store,
            String brokerName) {
        this.offsets = requireNonNull(offsets, "offsets");
        this.file = requireNonNull(file, "file");
        this.groups = requireNonNull(groups, "groups");
        this.topics = requireNonNull(topics, "topics");
        this.store = requireNonNull(store, "store");
        this.brokerName = requireNonNull(brokerName, "brokerName");
    }

    /** Handles the request; the answer has the offset of each queue. */
    public void reset(RemotingCommand request, Reply reply) {
        var header = ResetOffsetRequestHeader.read(request.fields());
        TopicConfig topic =
                topics.find(header.topic())
                        .orElseThrow(
                                () ->
                                        new RequestRefused(
                                                ResponseCode.TOPIC_NOT_EXIST,
                                                "Topic " + header.topic() + " not exist!"));
        if (groups.findOrNull(header.group()) == null) {
            throw new RequestRefused(
                    ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST,
                    "subscription group [" + header.group() + "] does not exist");
        }
        SortedMap<MessageQueue, Long> table = new TreeMap<>();
        targets(header, topic)
                .forEach(
                        (queueId, target) ->
                                table.put(
                                        new MessageQueue(header.topic(), brokerName, queueId),
                                        move(header, queueId, target)));
        file.writeIfChanged();
        log.info(
                "offsets reset by an administrator group={} topic={} peer={} offsets={}",
                header.group(),
                header.topic(),
                reply.connection().remoteAddress(),
                table.values());
        reply.send(
                RemotingCommand.response(
                        ResponseCode.SUCCESS, null, null, new ResetOffsetBody(table).toJson()));
    }

    private SortedMap<Integer, Long> targets(ResetOffsetRequestHeader header, TopicConfig topic) {
        SortedMap<Integer, Long> targets = new TreeMap<>();
        if (header.queueId() == ALL_QUEUES) {
            for (int queueId = 0; queueId < topic.readQueueNums(); queueId++) {
                targets.put(queueId, atTime(header, queueId));
            }
            return targets;
        }
        if (header.queueId() < 0 || header.queueId() >= topic.readQueueNums()) {
            throw new RequestRefused(
                    ResponseCode.INVALID_PARAMETER,
                    "queueId '"
                            + header.queueId()
                            + "' is not a queue of topic '"
                            + header.topic()
                            + "'");
        }
        targets.put(
                header.queueId(),
                header.offset() < 0
                        ? atTime(header, header.queueId())
                        : inRange(header, header.queueId()));
        return targets;
    }

    private long atTime(ResetOffsetRequestHeader header, int queueId) {
        long end = store.maxOffset(header.topic(), queueId);
        if (header.timestamp() < 0) {
            return end;
        }
        long found =
                store.offsetByTime(header.topic(), queueId, header.timestamp(), TimeBoundary.LOWER);
        return found == MessageStore.NONE
                ? end
                : Math.max(found, store.minOffset(header.topic(), queueId));
    }

    private long inRange(ResetOffsetRequestHeader header, int queueId) {
        long begin = store.minOffset(header.topic(), queueId);
        long end = store.maxOffset(header.topic(), queueId);
        if (header.offset() < begin || header.offset() > end) {
            throw new RequestRefused(
                    ResponseCode.SYSTEM_ERROR,
                    "offset '"
                            + header.offset()
                            + "' is not in queue '"
                            + queueId
                            + "', which has "
                            + begin
                            + " to "
                            + end);
        }
        return header.offset();
    }

    /** Without force a group only goes back; gives where it stands then. */
    private long move(ResetOffsetRequestHeader header, int queueId, long target) {
        long now = offsets.committed(header.group(), header.topic(), queueId);
        if (!header.force() && now != ConsumerOffsets.NO_OFFSET && target > now) {
            return now;
        }
        offsets.reset(header.group(), header.topic(), queueId, target);
        return target;
    }
}
