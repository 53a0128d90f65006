package io.apogeemq.client.admin;

import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.admin.VerifyStoreRequestHeader;
import io.apogeemq.remoting.protocol.admin.VerifyStoreStatus;
import io.apogeemq.remoting.protocol.namesrv.ClusterInfo;
import io.apogeemq.remoting.protocol.namesrv.KvTable;
import io.apogeemq.remoting.protocol.route.BrokerData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which brokers there are and how each of them is.
 *
 * <p>Threads: safe for any thread; each operation waits for its answer.
 */
public final class Cluster {
    private final AdminCalls calls;

    Cluster(AdminCalls calls) {
        this.calls = calls;
    }

    /** Every cluster and broker, as one NameServer knows them. */
    public ClusterInfo info() {
        return ClusterInfo.fromJson(
                calls.askNameServers(
                                "the list of brokers",
                                () ->
                                        RemotingCommand.request(
                                                RequestCode.GET_BROKER_CLUSTER_INFO,
                                                CommandHeader.EMPTY))
                        .body());
    }

    /** Every broker of every cluster, by cluster, name and id. */
    public List<BrokerNode> brokers() {
        ClusterInfo info = info();
        List<BrokerNode> all = new ArrayList<>();
        for (String cluster : new TreeSet<>(info.clusterAddrTable().keySet())) {
            all.addAll(members(info, cluster));
        }
        return List.copyOf(all);
    }

    /**
     * Every broker of one cluster, by name and id.
     *
     * @throws NotFoundException when there is no such cluster; names those that are there
     */
    public List<BrokerNode> brokers(String clusterName) {
        ClusterInfo info = info();
        if (!info.clusterAddrTable().containsKey(clusterName)) {
            throw new NotFoundException(
                    "cluster '"
                            + clusterName
                            + "' is not known to the NameServers '"
                            + calls.nameServers()
                            + "'; they know "
                            + listed(info.clusterAddrTable().keySet()));
        }
        return members(info, clusterName);
    }

    /**
     * The brokers of one cluster that take writes.
     *
     * @throws NotFoundException when there is no such cluster, or no master in it
     */
    public List<BrokerNode> masters(String clusterName) {
        List<BrokerNode> masters =
                brokers(clusterName).stream().filter(BrokerNode::isMaster).toList();
        if (masters.isEmpty()) {
            throw new NotFoundException(
                    "cluster '"
                            + clusterName
                            + "' has no master that is registered; start one (mqbroker)");
        }
        return masters;
    }

    /** The brokers of every cluster that take writes. */
    public List<BrokerNode> masters() {
        return brokers().stream().filter(BrokerNode::isMaster).toList();
    }

    /** The broker that registered this address, if any did. */
    public Optional<BrokerNode> brokerAt(String address) {
        return brokers().stream().filter(broker -> broker.address().equals(address)).findFirst();
    }

    /** What a broker says of itself: name and value as text, by name. */
    public SortedMap<String, String> brokerStatus(String brokerAddress) {
        return new TreeMap<>(
                KvTable.fromJson(
                                calls.ask(
                                                "the status of broker '" + brokerAddress + "'",
                                                brokerAddress,
                                                RemotingCommand.request(
                                                        RequestCode.GET_BROKER_RUNTIME_INFO,
                                                        CommandHeader.EMPTY))
                                        .body())
                        .table());
    }

    /** Makes a broker delete expired log files now, whatever the hour; it goes on after the answer. */
    public void deleteExpiredLog(String brokerAddress) {
        calls.ask(
                "deletion of expired log files of broker '" + brokerAddress + "'",
                brokerAddress,
                RemotingCommand.request(RequestCode.DELETE_EXPIRED_COMMITLOG, CommandHeader.EMPTY));
    }

    /** Makes a broker delete queue files without messages; it goes on after the answer. */
    public void cleanExpiredQueues(String brokerAddress) {
        calls.ask(
                "deletion of queue files without messages of broker '" + brokerAddress + "'",
                brokerAddress,
                RemotingCommand.request(
                        RequestCode.CLEAN_EXPIRED_CONSUMEQUEUE, CommandHeader.EMPTY));
    }

    /**
     * Lets a broker verify its store now, in place of a verification that may be under way. Returns at
     * once.
     *
     * @return the state, with the number that this verification will have
     */
    public VerifyStoreStatus startStoreVerify(String brokerAddress, long bytesPerSecond) {
        return storeVerify(
                brokerAddress,
                new VerifyStoreRequestHeader(VerifyStoreRequestHeader.START, bytesPerSecond));
    }

    /** What the latest verification of a broker's store came to, or has found so far. */
    public VerifyStoreStatus storeVerifyStatus(String brokerAddress) {
        return storeVerify(
                brokerAddress,
                new VerifyStoreRequestHeader(VerifyStoreRequestHeader.STATUS, Long.MAX_VALUE / 2));
    }

    /** Ends the verification of a broker's store that is under way, if any. */
    public VerifyStoreStatus stopStoreVerify(String brokerAddress) {
        return storeVerify(
                brokerAddress,
                new VerifyStoreRequestHeader(VerifyStoreRequestHeader.STOP, Long.MAX_VALUE / 2));
    }

    private VerifyStoreStatus storeVerify(String brokerAddress, VerifyStoreRequestHeader header) {
        return VerifyStoreStatus.fromJson(
                calls.ask(
                                "the verification of the store of broker '" + brokerAddress + "'",
                                brokerAddress,
                                RemotingCommand.request(RequestCode.VERIFY_STORE, header))
                        .body());
    }

    private static List<BrokerNode> members(ClusterInfo info, String clusterName) {
        List<BrokerNode> members = new ArrayList<>();
        for (String brokerName : new TreeSet<>(info.clusterAddrTable().get(clusterName))) {
            BrokerData group = info.brokerAddrTable().get(brokerName);
            if (group != null) { // else it went away while the tables were written
                for (Map.Entry<Long, String> member : group.brokerAddrs().entrySet()) {
                    members.add(
                            new BrokerNode(
                                    clusterName, brokerName, member.getKey(), member.getValue()));
                }
            }
        }
        return List.copyOf(members);
    }

    private static String listed(Iterable<String> names) {
        TreeSet<String> sorted = new TreeSet<>();
        names.forEach(sorted::add);
        return sorted.isEmpty()
                ? "none yet: start a broker"
                : "'" + String.join("', '", sorted) + "'";
    }
}
