package io.apogeemq.client.rebalance;

import static java.util.Objects.requireNonNull;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.concurrent.LoopThread;
import io.apogeemq.common.group.MessageModel;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.common.topic.TopicName;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the queues of one consumer equal to its share: at start, every period, and soon after somebody
 * says that the group has changed. Requests that come close together are served by one round.
 *
 * <p>A topic without a known route or without a list of members stays as it is: a broker that can't be
 * asked is no reason to drop what is being consumed.
 *
 * <p>Threads: one of its own, {@code rebalance-<group>}, does all the work; {@link #request} may be
 * called from anywhere.
 */
public final class Rebalancer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Rebalancer.class);
    private static final int MOST_EARLY_ROUNDS = 10;

    private final String group;
    private final String clientId;
    private final MessageModel model;
    private final AllocationStrategy strategy;
    private final GroupView view;
    private final Assignee assignee;
    private final RebalanceConfig config;
    private final Clock clock;
    private final LoopThread thread;

    private volatile boolean requested = true; // the first round is due at once
    private long lastRoundNanos; // owned by the thread
    private long nextRoundNanos; // owned by the thread
    private int unbalancedRounds; // in a row; owned by the thread

    public Rebalancer(
            String group,
            String clientId,
            MessageModel model,
            AllocationStrategy strategy,
            GroupView view,
            Assignee assignee,
            RebalanceConfig config,
            Clock clock) {
        this.group = requireNonNull(group, "group");
        this.clientId = requireNonNull(clientId, "clientId");
        this.model = requireNonNull(model, "model");
        this.strategy = requireNonNull(strategy, "strategy");
        this.view = requireNonNull(view, "view");
        this.assignee = requireNonNull(assignee, "assignee");
        this.config = requireNonNull(config, "config");
        this.clock = requireNonNull(clock, "clock");
        this.lastRoundNanos = clock.nanoTime() - config.leastGap().toNanos();
        this.nextRoundNanos = clock.nanoTime();
        this.thread = new LoopThread("rebalance-" + group, this::takeTurn, this::onFailure);
    }

    /** Starts with a round at once. */
    public void start() {
        thread.start();
    }

    /** Asks for a round as soon as the least gap to the last one allows. */
    public void request() {
        requested = true;
        thread.wake();
    }

    /** Ends after the round that is running. */
    @Override
    public void close() {
        thread.close();
    }

    private long takeTurn() {
        long now = clock.nanoTime();
        long due = nextRoundNanos;
        if (requested) {
            long soonest = lastRoundNanos + config.leastGap().toNanos();
            due = soonest - due < 0 ? soonest : due;
        }
        if (due - now > 0) {
            return due - now;
        }
        requested = false; // before the round: what changes during it asks for another
        lastRoundNanos = now;
        unbalancedRounds = balanceAll() ? 0 : unbalancedRounds + 1;
        nextRoundNanos = clock.nanoTime() + untilNextRound().toNanos();
        return 0;
    }

    /** A little longer after each round in vain: a topic that does not exist may never do. */
    private Duration untilNextRound() {
        if (unbalancedRounds == 0 || unbalancedRounds > MOST_EARLY_ROUNDS) {
            return config.period();
        }
        Duration wait = config.retryDelay().multipliedBy(1L << (unbalancedRounds - 1));
        return wait.compareTo(config.period()) < 0 ? wait : config.period();
    }

    private boolean balanceAll() {
        boolean isBalanced = true;
        for (String topic : assignee.topics()) {
            try {
                isBalanced &= balance(topic);
            } catch (RuntimeException e) { // one topic must not keep the others from being shared
                log.warn(
                        "topic could not be rebalanced, trying again soon group={} topic={}",
                        group,
                        topic,
                        e);
                isBalanced = false;
            }
        }
        return isBalanced;
    }

    private boolean balance(String topic) {
        List<MessageQueue> queues = view.queuesOf(topic).stream().sorted().toList();
        if (queues.isEmpty()) {
            log.debug("no readable queue known, nothing changes group={} topic={}", group, topic);
            return TopicName.isRetry(topic); // made when first needed; others are waited for
        }
        if (model == MessageModel.BROADCASTING) {
            return assignee.assign(topic, new LinkedHashSet<>(queues));
        }
        List<String> members = view.membersOf(topic).stream().sorted().distinct().toList();
        if (members.isEmpty()) {
            log.debug("no list of members, nothing changes group={} topic={}", group, topic);
            return false;
        }
        Set<MessageQueue> share =
                new LinkedHashSet<>(strategy.allocate(group, clientId, queues, members));
        return assignee.assign(topic, share);
    }

    private void onFailure(Throwable failure) {
        log.error("rebalancing stopped, the consumer keeps what it has group={}", group, failure);
    }
}
