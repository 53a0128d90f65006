package io.apogeemq.client.consumer;

import static java.util.Objects.requireNonNull;

import io.apogeemq.client.connection.ClientConnections;
import io.apogeemq.client.connection.QueueCalls;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.message.RecordDecoder;
import io.apogeemq.common.message.TagExpression;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.heartbeat.SubscriptionData;
import io.apogeemq.remoting.protocol.pull.PullMessageRequestHeader;
import io.apogeemq.remoting.protocol.pull.PullMessageResponseHeader;
import io.apogeemq.remoting.protocol.pull.PullSysFlag;
import io.apogeemq.remoting.protocol.route.BrokerData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches messages of one queue as long as there is room for them, one pull at a time, waiting at the
 * broker when there is nothing.
 *
 * <pre>
 * code  answer                     next
 *    0  messages                   append, pull on
 *   19  nothing yet                pull again
 *   20  nothing that is wanted     pull on at the next offset
 *   21  offset outside the queue   the owner starts the queue over at the given offset
 *    2  busy                       pull again after 20 ms
 *   24  subscription not known     heartbeat, pull again after a second
 *   25  subscription too new       same
 *  any other, or none              pull again after a second
 * </pre>
 *
 * <p>No thread of its own and no polling: the loop goes on where the answer, the freed room or the timer
 * calls it. It ends when its queue is retired.
 *
 * <p>Threads: one step at a time, on an io thread, the timer, or the thread that freed room.
 */
final class PullLoop {
    private static final Logger log = LoggerFactory.getLogger(PullLoop.class);

    /** An empty answer that came sooner than this was not waited for at the broker. */
    private static final long UNWAITED_MILLIS = 10;

    private static final Duration UNWAITED_DELAY = Duration.ofMillis(50);

    /** The owner of the queues. Called by the loop; must not block. */
    interface Owner {
        /** Whether pulling makes sense now; the loop asks again after a while when it does not. */
        boolean mayPull(HeldQueue queue);

        /** Messages were added to the queue. */
        void onPulled(HeldQueue queue);

        /** The queue goes on at this offset, whatever is in hand; the loop has ended. */
        void onOffsetMoved(HeldQueue queue, long offset);

        /** The broker does not know our subscription, or an older one. */
        void onSubscriptionUnknown();
    }

    private final String group;
    private final HeldQueue held;
    private final MessageQueue queue;
    private final TagExpression expression;
    private final LongSupplier subscriptionVersion;
    private final PullStyle style;
    private final Owner owner;
    private final ClientConnections connections;
    private final QueueCalls calls;
    private final ConsumerTimings timings;
    private final Runnable step = this::step;

    private long wantedBrokerId = BrokerData.MASTER_ID; // owned by the step that runs
    private long sentMillis; // owned by the step that runs
    private boolean isFailing; // owned by the step that runs

    PullLoop(
            String group,
            HeldQueue held,
            TagExpression expression,
            LongSupplier subscriptionVersion,
            PullStyle style,
            Owner owner,
            ClientConnections connections,
            ConsumerTimings timings) {
        this.group = requireNonNull(group, "group");
        this.held = requireNonNull(held, "held");
        this.queue = held.queue();
        this.expression = requireNonNull(expression, "expression");
        this.subscriptionVersion = requireNonNull(subscriptionVersion, "subscriptionVersion");
        this.style = requireNonNull(style, "style");
        this.owner = requireNonNull(owner, "owner");
        this.connections = requireNonNull(connections, "connections");
        this.calls = new QueueCalls(connections);
        this.timings = requireNonNull(timings, "timings");
    }

    /** Starts pulling. Once. */
    void start() {
        step();
    }

    private void step() {
        if (held.isRetired()) {
            return;
        }
        if (!owner.mayPull(held)) {
            again(timings.pullRetryDelay());
            return;
        }
        if (!held.messages().hasRoomOrCall(step)) {
            return;
        }
        try {
            pull();
        } catch (RuntimeException e) { // as for an address that is none: must not end the loop
            onFailure(e);
        }
    }

    private void pull() {
        Optional<QueueCalls.BrokerMember> member = calls.member(queue, wantedBrokerId);
        if (member.isEmpty()) {
            onFailure(QueueCalls.noAddress(queue));
            return;
        }
        sentMillis = connections.clock().millis();
        held.notePull(sentMillis);
        RemotingCommand request =
                RemotingCommand.request(RequestCode.PULL_MESSAGE, header(member.get().isMaster()));
        connections
                .call(member.get().address(), request, timings.pullTimeout())
                .whenComplete(
                        (response, failure) -> {
                            if (failure != null) {
                                onFailure(failure);
                            } else {
                                onAnswer(response);
                            }
                        });
    }

    private PullMessageRequestHeader header(boolean toMaster) {
        long progress = held.messages().progress();
        boolean carriesProgress = style.carriesProgress() && toMaster && progress > 0;
        int sysFlag = PullSysFlag.SUSPEND;
        sysFlag |= carriesProgress ? PullSysFlag.COMMIT_OFFSET : 0;
        sysFlag |= style.carriesSubscription() ? PullSysFlag.SUBSCRIPTION : 0;
        return new PullMessageRequestHeader(
                group,
                queue.topic(),
                queue.queueId(),
                held.messages().pulledTo(),
                style.batchMessages(),
                sysFlag,
                carriesProgress ? progress : 0,
                timings.pullSuspend().toMillis(),
                style.carriesSubscription() ? expression.toString() : "",
                subscriptionVersion.getAsLong(),
                SubscriptionData.TAG,
                style.batchBytes(),
                -1,
                "");
    }

    private void onAnswer(RemotingCommand response) {
        try {
            act(response);
        } catch (RuntimeException e) { // a damaged answer must not end the loop
            onFailure(e);
        } finally {
            response.release();
        }
    }

    private void act(RemotingCommand response) {
        switch (response.code()) {
            case ResponseCode.SUCCESS -> onMessages(response);
            case ResponseCode.PULL_NOT_FOUND, ResponseCode.PULL_RETRY_IMMEDIATELY ->
                    onNothing(response);
            case ResponseCode.PULL_OFFSET_MOVED -> {
                long offset = followSuggestion(response).nextBeginOffset();
                log.info(
                        "offset corrected by the broker group={} queue={} from={} to={}",
                        group,
                        queue,
                        held.messages().pulledTo(),
                        offset);
                owner.onOffsetMoved(held, offset);
            }
            case ResponseCode.SYSTEM_BUSY -> again(timings.busyRetryDelay());
            case ResponseCode.SUBSCRIPTION_NOT_EXIST, ResponseCode.SUBSCRIPTION_NOT_LATEST -> {
                owner.onSubscriptionUnknown();
                onRefusal(response);
            }
            default -> onRefusal(response);
        }
    }

    private void onMessages(RemotingCommand response) {
        PullMessageResponseHeader header = followSuggestion(response);
        List<MessageExt> wanted = wanted(RecordDecoder.decodeAll(response.bodyBytes()));
        long before = held.messages().pulledTo();
        if (!held.messages().append(wanted, header.nextBeginOffset())) {
            return;
        }
        onSuccess();
        if (!wanted.isEmpty()) {
            owner.onPulled(held);
        }
        if (held.messages().pulledTo() > before) {
            step();
        } else {
            again(timings.pullRetryDelay()); // an answer that brings nobody on must not spin
        }
    }

    private void onNothing(RemotingCommand response) {
        PullMessageResponseHeader header = followSuggestion(response);
        long before = held.messages().pulledTo();
        held.messages().append(List.of(), header.nextBeginOffset());
        onSuccess();
        boolean isUnwaited =
                held.messages().pulledTo() == before
                        && connections.clock().millis() - sentMillis < UNWAITED_MILLIS;
        if (isUnwaited) {
            again(UNWAITED_DELAY); // the broker does not hold pulls: do not ask it in a tight loop
        } else {
            step();
        }
    }

    /** The broker compares hashes only; two tags may have the same. */
    private List<MessageExt> wanted(List<MessageExt> pulled) {
        if (expression.matchesAll()) {
            return pulled;
        }
        List<MessageExt> wanted = new ArrayList<>(pulled.size());
        for (MessageExt message : pulled) {
            Optional<String> tag = message.tags();
            if (tag.isPresent() && expression.matchesTag(tag.get())) {
                wanted.add(message);
            }
        }
        return wanted;
    }

    private PullMessageResponseHeader followSuggestion(RemotingCommand response) {
        PullMessageResponseHeader header = PullMessageResponseHeader.read(response.fields());
        wantedBrokerId = header.suggestWhichBrokerId();
        return header;
    }

    private void onSuccess() {
        if (isFailing) {
            isFailing = false;
            log.info("pulling works again group={} queue={}", group, queue);
        }
    }

    private void onRefusal(RemotingCommand response) {
        report(
                "code "
                        + response.code()
                        + " ("
                        + ResponseCode.nameOf(response.code())
                        + ") '"
                        + response.remark()
                        + "'");
        again(timings.pullRetryDelay());
    }

    private void onFailure(Throwable failure) {
        if (held.isRetired() || connections.isClosed()) {
            return;
        }
        wantedBrokerId = BrokerData.MASTER_ID;
        report(failure.toString());
        connections.routes().refresh(queue.topic()); // perhaps the queue's broker moved
        again(timings.pullRetryDelay());
    }

    private void report(String reason) {
        if (isFailing) {
            log.debug("pull failed again group={} queue={} reason={}", group, queue, reason);
        } else {
            isFailing = true;
            log.warn(
                    "pull failed, trying again every {} ms until it works group={} queue={}"
                            + " reason={}",
                    timings.pullRetryDelay().toMillis(),
                    group,
                    queue,
                    reason);
        }
    }

    private void again(Duration delay) {
        connections.timer().after(delay, step);
    }
}
