package io.apogeemq.broker.offset;

import static java.util.Objects.requireNonNull;

import io.apogeemq.broker.group.GroupConfigs;
import io.apogeemq.broker.topic.TopicConfigs;
import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.concurrent.LogThrottle;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.offset.GetEarliestMsgStoretimeRequestHeader;
import io.apogeemq.remoting.protocol.offset.GetEarliestMsgStoretimeResponseHeader;
import io.apogeemq.remoting.protocol.offset.GetMaxOffsetRequestHeader;
import io.apogeemq.remoting.protocol.offset.GetMinOffsetRequestHeader;
import io.apogeemq.remoting.protocol.offset.OffsetResponseHeader;
import io.apogeemq.remoting.protocol.offset.QueryConsumerOffsetRequestHeader;
import io.apogeemq.remoting.protocol.offset.SearchOffsetRequestHeader;
import io.apogeemq.remoting.protocol.offset.UpdateConsumerOffsetRequestHeader;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.store.MessageStore;
import io.apogeemq.store.read.EntryFilter;
import io.apogeemq.store.read.ReadRequest;
import io.apogeemq.store.read.ReadResult;
import io.apogeemq.store.read.TimeBoundary;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a group is (QUERY_CONSUMER_OFFSET 14, UPDATE_CONSUMER_OFFSET 15) and where queues begin and
 * end (29, 30, 31, 32).
 *
 * <p>Threads: 14, 15, 30 and 31 on io threads, without blocking; 29 and 32 read the log and belong on
 * an executor.
 */
public final class OffsetProcessor {
    private static final Logger log = LoggerFactory.getLogger(OffsetProcessor.class);
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    private final ConsumerOffsets offsets;
    private final GroupConfigs groups;
    private final TopicConfigs topics;
    private final MessageStore store;
    private final Executor executor;
    private final LogThrottle staleCommits;

    /**
     * Answers from the table of offsets and from the store.
     *
     * @param executor for the rare queries that have to look into a queue
     */
    public OffsetProcessor(
            ConsumerOffsets offsets,
            GroupConfigs groups,
            TopicConfigs topics,
            MessageStore store,
            Executor executor,
            Clock clock) {
        this.offsets = requireNonNull(offsets, "offsets");
        this.groups = requireNonNull(groups, "groups");
        this.topics = requireNonNull(topics, "topics");
        this.store = requireNonNull(store, "store");
        this.executor = requireNonNull(executor, "executor");
        this.staleCommits = new LogThrottle(LOG_INTERVAL, clock);
    }

    /** Handles QUERY_CONSUMER_OFFSET. */
    public void query(RemotingCommand request, Reply reply) {
        var header = QueryConsumerOffsetRequestHeader.read(request.fields());
        long committed =
                offsets.committed(header.consumerGroup(), header.topic(), header.queueId());
        if (committed != ConsumerOffsets.NO_OFFSET) {
            answer(reply, committed);
        } else if (!header.setZeroIfNotFound()) {
            reply.fail(
                    ResponseCode.QUERY_NOT_FOUND,
                    "Not found, do not set to zero, maybe this group boot first");
        } else {
            try {
                executor.execute(() -> answerFirst(header.topic(), header.queueId(), reply));
            } catch (RejectedExecutionException e) {
                reply.fail(
                        ResponseCode.SYSTEM_BUSY,
                        "[OVERLOAD]system busy: too many queries are queued, try again later");
            }
        }
    }

    /**
     * Where a group without an offset starts: at 0 while the queue's first message is there and young,
     * so that a fresh queue loses nothing; else the client decides.
     */
    private void answerFirst(String topic, int queueId, Reply reply) {
        if (store.minOffset(topic, queueId) <= 0 && isFirstMessageYoung(topic, queueId)) {
            answer(reply, 0);
        } else {
            reply.fail(
                    ResponseCode.QUERY_NOT_FOUND,
                    "Not found, V3_0_6_SNAPSHOT maybe this group consumer boot first");
        }
    }

    private boolean isFirstMessageYoung(String topic, int queueId) {
        ReadResult first = store.read(new ReadRequest(topic, queueId, 0, 1, 1, EntryFilter.ALL));
        if (first instanceof ReadResult.Found found) {
            try (found) {
                return !store.isCold(found.slices().get(0).physicalOffset());
            }
        }
        return false;
    }

    /** Handles UPDATE_CONSUMER_OFFSET. Hot: sent for every queue every five seconds. */
    public void update(RemotingCommand request, Reply reply) {
        var header = UpdateConsumerOffsetRequestHeader.read(request.fields());
        if (groups.findOrCreate(header.consumerGroup()) == null) {
            reply.fail(
                    ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST,
                    "subscription group [" + header.consumerGroup() + "] does not exist");
            return;
        }
        Optional<TopicConfig> topic = topics.find(header.topic());
        if (topic.isEmpty()) {
            reply.fail(ResponseCode.TOPIC_NOT_EXIST, "Topic " + header.topic() + " not exist!");
            return;
        }
        if (!hasQueue(topic.get(), header.queueId())) {
            reply.fail(
                    ResponseCode.INVALID_PARAMETER,
                    "queueId '"
                            + header.queueId()
                            + "' is not a queue of topic '"
                            + header.topic()
                            + "'");
            return;
        }
        answer(
                reply,
                header,
                offsets.commit(
                        header.consumerGroup(),
                        header.topic(),
                        header.queueId(),
                        header.commitOffset()));
    }

    private static boolean hasQueue(TopicConfig topic, int queueId) {
        return queueId >= 0 && queueId < Math.max(topic.readQueueNums(), topic.writeQueueNums());
    }

    private void answer(
            Reply reply, UpdateConsumerOffsetRequestHeader header, CommitResult result) {
        switch (result) {
            case STORED -> reply.send(RemotingCommand.response(ResponseCode.SUCCESS, null));
            case STALE -> {
                logStale(header);
                reply.send(RemotingCommand.response(ResponseCode.SUCCESS, null));
            }
            case RESET_PENDING ->
                    reply.send(
                            RemotingCommand.response(
                                    ResponseCode.SUCCESS, "Offset has been previously reset"));
            case REFUSED_NEGATIVE ->
                    reply.fail(
                            ResponseCode.INVALID_PARAMETER,
                            "commitOffset '" + header.commitOffset() + "' is below zero");
            case REFUSED_BEYOND_END ->
                    reply.fail(
                            ResponseCode.INVALID_PARAMETER,
                            "commitOffset '"
                                    + header.commitOffset()
                                    + "' is beyond the end '"
                                    + store.maxOffset(header.topic(), header.queueId())
                                    + "' of queue '"
                                    + header.queueId()
                                    + "' of topic '"
                                    + header.topic()
                                    + "'");
        }
    }

    private void logStale(UpdateConsumerOffsetRequestHeader header) {
        long suppressed = staleCommits.pass();
        if (suppressed != LogThrottle.SUPPRESSED) {
            log.info(
                    "a commit below the group's offset is ignored, to go back reset the offset by"
                            + " mqadmin group={} topic={} queueId={} commit={} suppressed={}",
                    header.consumerGroup(),
                    header.topic(),
                    header.queueId(),
                    header.commitOffset(),
                    suppressed);
        }
    }

    /** Handles GET_MAX_OFFSET; an unknown queue ends at 0. */
    public void max(RemotingCommand request, Reply reply) {
        var header = GetMaxOffsetRequestHeader.read(request.fields());
        answer(
                reply,
                header.committed()
                        ? store.maxOffset(header.topic(), header.queueId())
                        : store.nextOffset(header.topic(), header.queueId()));
    }

    /** Handles GET_MIN_OFFSET; an unknown queue begins at 0. */
    public void min(RemotingCommand request, Reply reply) {
        var header = GetMinOffsetRequestHeader.read(request.fields());
        answer(reply, store.minOffset(header.topic(), header.queueId()));
    }

    /** Handles SEARCH_OFFSET_BY_TIMESTAMP. */
    public void search(RemotingCommand request, Reply reply) {
        var header = SearchOffsetRequestHeader.read(request.fields());
        TimeBoundary boundary =
                switch (header.boundary()) {
                    case LOWER -> TimeBoundary.LOWER;
                    case UPPER -> TimeBoundary.UPPER;
                };
        long found =
                store.offsetByTime(header.topic(), header.queueId(), header.timestamp(), boundary);
        answer(reply, Math.max(found, 0));
    }

    /** Handles GET_EARLIEST_MSG_STORETIME. */
    public void earliest(RemotingCommand request, Reply reply) {
        var header = GetEarliestMsgStoretimeRequestHeader.read(request.fields());
        long first = store.minOffset(header.topic(), header.queueId());
        reply.send(
                RemotingCommand.response(
                        ResponseCode.SUCCESS,
                        null,
                        new GetEarliestMsgStoretimeResponseHeader(
                                store.storeTimestamp(header.topic(), header.queueId(), first))));
    }

    private static void answer(Reply reply, long offset) {
        reply.send(
                RemotingCommand.response(
                        ResponseCode.SUCCESS, null, new OffsetResponseHeader(offset)));
    }
}
