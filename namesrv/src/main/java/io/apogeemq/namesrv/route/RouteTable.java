package io.apogeemq.namesrv.route;

import io.apogeemq.common.topic.QueuePermission;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.remoting.protocol.route.BrokerData;
import io.apogeemq.remoting.protocol.route.QueueData;
import io.apogeemq.remoting.protocol.topic.TopicConfigTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The registry of brokers and topics: one immutable snapshot after the other. An address is in a group
 * exactly as long as it is alive in {@link BrokerLiveness}: registering, leaving and falling silent
 * change both.
 *
 * <p>Source of the rules: wire spec, requests-namesrv, sections 2, 3, 11 and 12. A registration is
 * checked whole before any of it is taken in.
 *
 * <p>Threads: changed on the registry thread only; any thread reads the snapshot.
 */
public final class RouteTable {
    private final BrokerLiveness liveness;
    private final RegistryLimits limits;
    private volatile RouteSnapshot snapshot = RouteSnapshot.EMPTY; // written by: registry

    /** Knows no broker yet. */
    public RouteTable(BrokerLiveness liveness, RegistryLimits limits) {
        this.liveness = liveness;
        this.limits = limits;
    }

    RouteSnapshot snapshot() {
        return snapshot;
    }

    /** Takes a registration in, or says why not. */
    RegistrationOutcome register(Registration broker, boolean dropsUnnamedTopics) {
        BrokerGroup before = groupOf(broker);
        Optional<LiveBroker> holder = otherHolderOfTheId(broker, before);
        if (holder.isPresent() && isOfLaterTerm(holder.get(), broker)) {
            remove(broker.address(), broker.brokerName());
            return new RegistrationOutcome.Superseded(holder.get().address().address());
        }
        boolean isFirst = before.address(broker.brokerId()).isEmpty();
        if (isFirst && broker.isChangeOfOneTopic()) {
            return new RegistrationOutcome.Incomplete();
        }
        if (!hasRoomFor(broker)) {
            return new RegistrationOutcome.Full();
        }
        forgetEarlierSelf(broker, before);
        holder.ifPresent(old -> liveness.remove(old.address()));
        BrokerGroup group = before.with(broker);
        TopicIndex.Edit topics = snapshot.topics().edit();
        if (decidesTopics(broker, group)) {
            takeTopics(broker, group, isFirst || isNewVersion(broker), topics);
            if (dropsUnnamedTopics && !broker.isChangeOfOneTopic()) {
                dropUnnamed(broker, topics);
            }
        }
        liveness.put(broker);
        snapshot = snapshot.with(group, topics.done());
        return masterFor(broker);
    }

    private BrokerGroup groupOf(Registration broker) {
        return snapshot.group(broker.brokerName())
                .orElseGet(() -> BrokerGroup.of(broker.address().cluster(), broker.brokerName()));
    }

    private Optional<LiveBroker> otherHolderOfTheId(Registration broker, BrokerGroup group) {
        boolean isOther =
                group.address(broker.brokerId())
                        .filter(address -> !address.equals(broker.address().address()))
                        .isPresent();
        return isOther ? member(broker.brokerName(), broker.brokerId()) : Optional.empty();
    }

    private Optional<LiveBroker> member(String brokerName, long brokerId) {
        return liveness.all().stream()
                .filter(live -> live.brokerName().equals(brokerName))
                .filter(live -> live.brokerId() == brokerId)
                .findFirst();
    }

    private static boolean isOfLaterTerm(LiveBroker holder, Registration broker) {
        return holder.dataVersion().stateVersion() > broker.topics().dataVersion().stateVersion();
    }

    /** Room for the broker and for every topic that is not known on it yet. */
    private boolean hasRoomFor(Registration broker) {
        if (liveness.find(broker.address()).isEmpty() && liveness.count() >= limits.brokers()) {
            return false;
        }
        int added = 0;
        for (String topic : broker.topics().topics().keySet()) {
            boolean isKnown =
                    snapshot.topics()
                            .find(topic)
                            .flatMap(placed -> placed.on(broker.brokerName()))
                            .isPresent();
            added += isKnown ? 0 : 1;
        }
        return added == 0 || snapshot.topics().placements() + added <= limits.placements();
    }

    /** A process that had another broker name or cluster at this address is no more. */
    private void forgetEarlierSelf(Registration broker, BrokerGroup group) {
        BrokerAddress address = broker.address();
        liveness.find(address)
                .filter(earlier -> !earlier.brokerName().equals(broker.brokerName()))
                .ifPresent(earlier -> remove(address, earlier.brokerName()));
        boolean isKnownInAnotherCluster =
                group.hasMemberAt(address.address()) && liveness.find(address).isEmpty();
        if (isKnownInAnotherCluster) {
            for (LiveBroker live : liveness.all()) {
                boolean isSelf =
                        live.brokerName().equals(broker.brokerName())
                                && live.address().address().equals(address.address());
                if (isSelf) {
                    liveness.remove(live.address());
                }
            }
        }
    }

    /** The master, or the slave that is first in line, of releases that know about standing in. */
    private static boolean decidesTopics(Registration broker, BrokerGroup group) {
        return broker.isMaster()
                || broker.knowsActingMaster() && group.hasSmallestId(broker.brokerId());
    }

    private boolean isNewVersion(Registration broker) {
        return liveness.find(broker.address())
                .map(known -> !known.dataVersion().equals(broker.topics().dataVersion()))
                .orElse(true);
    }

    private static void takeTopics(
            Registration broker, BrokerGroup group, boolean takesAll, TopicIndex.Edit topics) {
        boolean isStandIn = !broker.isMaster() && group.data().enableActingMaster();
        TopicConfigTable table = broker.topics();
        for (TopicConfig config : table.topics().values()) {
            int perm = isStandIn ? config.perm() & ~QueuePermission.WRITE : config.perm();
            QueueData queues =
                    new QueueData(
                            broker.brokerName(),
                            config.readQueueNums(),
                            config.writeQueueNums(),
                            perm,
                            config.topicSysFlag());
            TopicOnBroker taken =
                    TopicOnBroker.open(
                            queues, Optional.ofNullable(table.mappings().get(config.topicName())));
            Optional<TopicPlacement> known = topics.find(config.topicName());
            Optional<TopicOnBroker> knownHere = known.flatMap(t -> t.on(broker.brokerName()));
            boolean isTaken =
                    takesAll ? !knownHere.equals(Optional.of(taken)) : isOther(knownHere, taken);
            if (isTaken) {
                put(config.topicName(), broker.brokerName(), taken, topics);
            }
        }
    }

    /** A missed change is made good by any later registration, whatever its version. */
    private static boolean isOther(Optional<TopicOnBroker> known, TopicOnBroker taken) {
        return known.isEmpty() || !known.get().isSameRegistration(taken);
    }

    private static void put(
            String topic, String brokerName, TopicOnBroker queues, TopicIndex.Edit topics) {
        topics.put(
                topics.find(topic)
                        .map(known -> known.with(brokerName, queues))
                        .orElseGet(() -> TopicPlacement.of(topic, brokerName, queues)));
    }

    private void dropUnnamed(Registration broker, TopicIndex.Edit topics) {
        snapshot.topics()
                .forEach(
                        topic -> {
                            if (!broker.topics().topics().containsKey(topic.topic())) {
                                takeOff(topic, broker.brokerName(), topics);
                            }
                        });
    }

    private RegistrationOutcome masterFor(Registration broker) {
        if (broker.isMaster()) {
            return RegistrationOutcome.Accepted.WITHOUT_MASTER;
        }
        return member(broker.brokerName(), BrokerData.MASTER_ID)
                .map(
                        master ->
                                new RegistrationOutcome.Accepted(
                                        master.address().address(), master.haServerAddr()))
                .orElse(RegistrationOutcome.Accepted.WITHOUT_MASTER);
    }

    /**
     * Takes a broker out: it left, its connection closed, or nothing was heard of it. The topics of
     * a group without members go with it; a group that waits for a stand-in is closed for writing.
     *
     * @return false when it was not there
     */
    boolean remove(BrokerAddress address, String brokerName) {
        boolean isThere =
                liveness.find(address).filter(b -> b.brokerName().equals(brokerName)).isPresent();
        if (!isThere) {
            return false;
        }
        liveness.remove(address);
        BrokerGroup group = snapshot.requireGroup(brokerName).without(address.address());
        TopicIndex.Edit topics = snapshot.topics().edit();
        if (group.isEmpty()) {
            snapshot.topics().forEach(topic -> takeOff(topic, brokerName, topics));
        } else if (group.data().enableActingMaster() && !group.hasMaster()) {
            change(brokerName, queues -> queues.closedForWriting(true), topics);
        }
        snapshot = snapshot.with(group, topics.done());
        return true;
    }

    /**
     * Closes every topic of a broker name for writing, or opens them as they were registered. Lasts
     * until the broker registers a new version.
     *
     * @return how many topics the broker has
     */
    int setClosedForWriting(String brokerName, boolean closed) {
        TopicIndex.Edit topics = snapshot.topics().edit();
        int count = change(brokerName, queues -> queues.closedForWriting(closed), topics);
        snapshot = snapshot.with(topics.done());
        return count;
    }

    /** Forgets a topic on these brokers; they bring it back when they still have it. */
    void deleteTopic(String topic, Collection<String> brokerNames) {
        TopicIndex.Edit topics = snapshot.topics().edit();
        for (String brokerName : brokerNames) {
            topics.find(topic).ifPresent(placed -> takeOff(placed, brokerName, topics));
        }
        snapshot = snapshot.with(topics.done());
    }

    /** Takes a topic in that no broker has registered; the brokers must be known. */
    void addTopic(String topic, List<QueueData> queues) {
        TopicIndex.Edit topics = snapshot.topics().edit();
        for (QueueData here : queues) {
            snapshot.requireGroup(here.brokerName());
            put(topic, here.brokerName(), TopicOnBroker.open(here, Optional.empty()), topics);
        }
        snapshot = snapshot.with(topics.done());
    }

    private int change(
            String brokerName, UnaryOperator<TopicOnBroker> change, TopicIndex.Edit topics) {
        List<TopicPlacement> affected = new ArrayList<>();
        snapshot.topics()
                .forEach(
                        topic -> {
                            if (topic.on(brokerName).isPresent()) {
                                affected.add(topic);
                            }
                        });
        for (TopicPlacement topic : affected) {
            TopicOnBroker before = topic.byBroker().get(brokerName);
            TopicOnBroker after = change.apply(before);
            if (!after.equals(before)) {
                topics.put(topic.with(brokerName, after));
            }
        }
        return affected.size();
    }

    private static void takeOff(TopicPlacement topic, String brokerName, TopicIndex.Edit topics) {
        if (topic.on(brokerName).isEmpty()) {
            return;
        }
        Optional<TopicPlacement> left = topic.without(brokerName);
        if (left.isPresent()) {
            topics.put(left.get());
        } else {
            topics.remove(topic.topic());
        }
    }
}
