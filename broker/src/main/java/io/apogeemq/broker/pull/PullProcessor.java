package io.apogeemq.broker.pull;

import io.apogeemq.broker.config.BrokerIdentity;
import io.apogeemq.broker.config.LiveConfig;
import io.apogeemq.broker.filter.FilterTable;
import io.apogeemq.broker.group.ConsumerGroups;
import io.apogeemq.broker.group.GroupConfigs;
import io.apogeemq.broker.offset.ConsumerOffsets;
import io.apogeemq.broker.pull.LongPollTable.ParkResult;
import io.apogeemq.broker.stats.BrokerStats;
import io.apogeemq.broker.topic.TopicConfigs;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.pull.PullMessageRequestHeader;
import io.apogeemq.remoting.protocol.pull.PullSysFlag;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.remoting.server.RequestProcessor;
import io.apogeemq.store.MessageStore;
import io.apogeemq.store.file.MappedSlice;
import io.apogeemq.store.read.ReadRequest;
import io.apogeemq.store.read.ReadResult;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives messages to consumers: PULL_MESSAGE (11) and LITE_PULL_MESSAGE (361).
 *
 * <p>Threads: runs to completion on the io thread, unless what is wanted lies so far behind the end of
 * the log that reading it may wait for the disk: then on the cold-read executor, up to the answer. A
 * pull that waits holds no thread.
 *
 * <p>Hot path: no copy of records above 4 KiB, no lock; nothing grows with the numbers in the request.
 */
public final class PullProcessor implements RequestProcessor, LongPollTable.Continuation {
    private static final Logger log = LoggerFactory.getLogger(PullProcessor.class);

    private static final int PAGE_BYTES = 4096;

    private final PullConfig config;
    private final MessageStore store;
    private final ConsumerOffsets offsets;
    private final BrokerStats stats;
    private final PullChecks checks;
    private final LongPollTable longPolls;
    private final Executor coldRead;

    /** What a pull has to look at besides the store. */
    public record Tables(
            TopicConfigs topics,
            GroupConfigs groups,
            ConsumerGroups consumers,
            ConsumerOffsets offsets,
            FilterTable filters,
            BrokerStats stats) {}

    /**
     * @param coldRead a few threads that may wait for the disk
     */
    public PullProcessor(
            PullConfig config,
            BrokerIdentity identity,
            MessageStore store,
            LiveConfig live,
            Tables tables,
            LongPollTable longPolls,
            Executor coldRead) {
        this.config = config;
        this.store = store;
        this.offsets = tables.offsets();
        this.stats = tables.stats();
        this.longPolls = longPolls;
        this.coldRead = coldRead;
        this.checks =
                new PullChecks(
                        identity,
                        config,
                        live,
                        tables.topics(),
                        tables.groups(),
                        tables.consumers(),
                        tables.filters());
    }

    @Override
    public void process(RemotingCommand request, Reply reply) {
        PullMessageRequestHeader header = PullMessageRequestHeader.read(request.fields());
        boolean isLite = request.code() == RequestCode.LITE_PULL_MESSAGE;
        Pull pull;
        try {
            pull = admitted(header, checks.admit(header, isLite, reply.connection()), reply);
        } catch (PullRefused e) {
            reply.send(PullReply.refused(e));
            return;
        }
        if (PullSysFlag.has(header.sysFlag(), PullSysFlag.COMMIT_OFFSET)) {
            offsets.commit(
                    header.consumerGroup(),
                    header.topic(),
                    header.queueId(),
                    header.commitOffset());
        }
        if (!answeredByReset(pull)) {
            read(pull, true);
        }
    }

    private Pull admitted(
            PullMessageRequestHeader header, PullChecks.Admitted admitted, Reply reply) {
        ReadRequest read =
                new ReadRequest(
                        header.topic(),
                        header.queueId(),
                        header.queueOffset(),
                        Math.max(1, Math.min(header.maxMsgNums(), config.maxMessages())),
                        Math.max(1, Math.min(header.maxMsgBytes(), config.maxBytes())),
                        admitted.filter());
        return new Pull(header, read, admitted.topicSysFlag(), admitted.groupSysFlag(), reply);
    }

    private boolean answeredByReset(Pull pull) {
        PullMessageRequestHeader header = pull.header();
        long reset =
                offsets.takeReset(
                        header.consumerGroup(),
                        header.topic(),
                        header.queueId(),
                        header.queueOffset());
        if (reset == ConsumerOffsets.NO_OFFSET) {
            return false;
        }
        pull.reply()
                .send(
                        PullReply.reset(
                                pull,
                                reset,
                                store.minOffset(header.topic(), header.queueId()),
                                store.maxOffset(header.topic(), header.queueId())));
        return true;
    }

    private void read(Pull pull, boolean mayWait) {
        if (store.mayBeCold(pull.read())) {
            // What is read there is not the end of the queue, so there is nothing to wait for.
            onColdReadThread(pull, () -> readAndAnswer(pull, false, true), () -> {});
        } else {
            readAndAnswer(pull, mayWait, false);
        }
    }

    private void onColdReadThread(Pull pull, Runnable work, Runnable ifNotDone) {
        try {
            coldRead.execute(
                    () -> {
                        try {
                            work.run();
                        } catch (RuntimeException e) { // the boundary of the handed-over pull
                            ifNotDone.run();
                            answerFault(pull, e);
                        }
                    });
        } catch (RejectedExecutionException e) {
            ifNotDone.run();
            pull.reply()
                    .fail(
                            ResponseCode.SYSTEM_BUSY,
                            "[OVERLOAD]system busy: too many pulls wait for the disk, try again"
                                    + " later");
        }
    }

    private static void answerFault(Pull pull, RuntimeException fault) {
        log.error(
                "pull failed by a fault of this broker topic={} queueId={} queueOffset={}",
                pull.read().topic(),
                pull.read().queueId(),
                pull.read().queueOffset(),
                fault);
        pull.reply()
                .fail(
                        ResponseCode.SYSTEM_ERROR,
                        "internal error while reading; the broker's log has the cause");
    }

    private void readAndAnswer(Pull pull, boolean mayWait, boolean mayBlock) {
        ReadResult result = store.read(pull.read());
        if (result instanceof ReadResult.Found found) {
            answer(pull, found, mayBlock);
        } else if (result instanceof ReadResult.NothingYet nothing) {
            waitOrAnswer(
                    pull,
                    mayWait,
                    PullReply.nothingYet(pull, nothing.minOffset(), nothing.maxOffset()));
        } else if (result instanceof ReadResult.NoSuchQueue) {
            waitOrAnswer(pull, mayWait, PullReply.emptyQueue(pull));
        } else if (result instanceof ReadResult.NoMatchUntil noMatch) {
            pull.reply().send(PullReply.noMatch(pull, noMatch));
        } else if (result instanceof ReadResult.OutOfRange range) {
            pull.reply().send(PullReply.outOfRange(pull, range));
        } else {
            throw new AssertionError("unknown result of a read: " + result);
        }
    }

    private void answer(Pull pull, ReadResult.Found found, boolean mayBlock) {
        PullMessageRequestHeader header = pull.header();
        offsets.recordPull(
                header.consumerGroup(), header.topic(), header.queueId(), found.nextOffset());
        stats.given(header.consumerGroup(), header.topic(), found.messages(), found.bytes());
        if (!store.isCold(found.slices().get(0).physicalOffset())) {
            pull.reply().send(PullReply.found(pull, found));
        } else if (mayBlock) {
            bringIntoMemory(found);
            pull.reply().send(PullReply.found(pull, found));
        } else {
            onColdReadThread(
                    pull,
                    () -> {
                        bringIntoMemory(found);
                        pull.reply().send(PullReply.found(pull, found));
                    },
                    found::close);
        }
    }

    /** So that the io thread finds the pages in memory when it hands them to the socket. */
    @SuppressWarnings("ReturnValueIgnored") // touching the page is the point
    private static void bringIntoMemory(ReadResult.Found found) {
        for (MappedSlice slice : found.slices()) {
            ByteBuffer bytes = slice.buffer();
            for (int at = 0; at < slice.length(); at += PAGE_BYTES) {
                bytes.get(at);
            }
        }
    }

    private void waitOrAnswer(Pull pull, boolean mayWait, RemotingCommand nothing) {
        boolean isWorthIt =
                mayWait
                        && nothing.code() == ResponseCode.PULL_NOT_FOUND
                        && pull.reply().isWanted()
                        && PullSysFlag.has(pull.header().sysFlag(), PullSysFlag.SUSPEND)
                        && pull.header().suspendTimeoutMillis() > 0;
        if (!isWorthIt) {
            stats.missed();
            pull.reply().send(nothing);
            return;
        }
        ParkResult result = longPolls.park(pull, wait(pull), this);
        switch (result) {
            case PARKED -> {}
            case CLOSED -> pull.reply().send(nothing);
            case FULL ->
                    pull.reply()
                            .fail(
                                    ResponseCode.SYSTEM_BUSY,
                                    "[OVERLOAD]system busy: too many pulls are waiting for"
                                            + " messages, try again later");
        }
    }

    private Duration wait(Pull pull) {
        if (!config.longPolling()) {
            return config.shortPollTime();
        }
        long longest = config.longestWait().toMillis();
        return Duration.ofMillis(Math.min(pull.header().suspendTimeoutMillis(), longest));
    }

    @Override
    public boolean hasArrived(Pull pull) {
        ReadRequest read = pull.read();
        return store.maxOffset(read.topic(), read.queueId()) > read.queueOffset();
    }

    @Override
    public void resume(Pull pull) {
        try {
            read(pull, false);
        } catch (RuntimeException e) { // nobody above this on the io thread would answer
            answerFault(pull, e);
        }
    }

    @Override
    public void abandon(Pull pull) {
        // Goes nowhere, but says that the request is no longer under way.
        pull.reply().fail(ResponseCode.PULL_NOT_FOUND, "the connection is closed");
    }
}
