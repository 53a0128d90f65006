package io.apogeemq.client.connection;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.heartbeat.UnregisterClientRequestHeader;
import io.apogeemq.remoting.protocol.route.BrokerData;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells brokers which producers and consumers are here: every 30 seconds, at once when asked, to a
 * broker that a new route brings, and to one whose connection was opened anew, because a broker forgets
 * a client with its connection.
 *
 * <p>With a consumer among the members every broker address gets the heartbeat, without one only
 * masters do; without members nobody does.
 *
 * <p>Threads: safe for any thread. Futures complete on io threads.
 */
public final class HeartbeatLoop {
    private static final Logger log = LoggerFactory.getLogger(HeartbeatLoop.class);

    private final String clientId;
    private final ClientMembers members;
    private final Supplier<Collection<BrokerData>> brokers;
    private final BrokerCalls calls;
    private final Duration timeout;
    private final Clock clock;
    private final ConcurrentMap<String, Long> toldNanos =
            new ConcurrentHashMap<>(); // when, by address
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    HeartbeatLoop(
            String clientId,
            ClientMembers members,
            Supplier<Collection<BrokerData>> brokers,
            BrokerCalls calls,
            Duration timeout,
            Clock clock) {
        this.clientId = clientId;
        this.members = members;
        this.brokers = brokers;
        this.calls = calls;
        this.timeout = timeout;
        this.clock = clock;
    }

    /** Sends the request and gives its answer; what a heartbeat needs of the connections. */
    @FunctionalInterface
    interface BrokerCalls {
        CompletableFuture<RemotingCommand> call(
                String address, RemotingCommand request, Duration timeout);
    }

    /**
     * Sends heartbeats now. The future completes when every broker has answered or failed; it gives
     * the number of those that accepted, and does not fail.
     */
    public CompletableFuture<Integer> beatNow() {
        List<String> targets = targets();
        toldNanos.keySet().retainAll(targets); // the others are gone from every route
        return beat(targets);
    }

    /** To the brokers that have not heard of us yet. */
    void beatNew() {
        List<String> fresh = new ArrayList<>(targets());
        fresh.removeAll(toldNanos.keySet());
        beat(fresh);
    }

    /** A connection was opened then; a broker behind it has to be told again who we are. */
    void onConnected(InetSocketAddress peer, long openedNanos) {
        String address = peer.getHostString() + ':' + peer.getPort();
        Long told = toldNanos.get(address);
        boolean isTold = told != null && told - openedNanos >= 0;
        if (!isTold && !underWay.contains(address) && targets().contains(address)) {
            beat(List.of(address));
        }
    }

    /** Tells every broker that knows us that a group has left; never fails. */
    CompletableFuture<Void> unregister(String producerGroup, String consumerGroup) {
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (String address : toldNanos.keySet()) {
            RemotingCommand request =
                    RemotingCommand.request(
                            RequestCode.UNREGISTER_CLIENT,
                            new UnregisterClientRequestHeader(
                                    clientId, producerGroup, consumerGroup));
            all.add(
                    calls.call(address, request, timeout)
                            .handle((response, failure) -> released(response)));
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
    }

    private List<String> targets() {
        if (members.isEmpty()) {
            return List.of();
        }
        boolean onlyMasters = !members.hasConsumers();
        List<String> addresses = new ArrayList<>();
        for (BrokerData broker : brokers.get()) {
            if (onlyMasters) {
                broker.masterAddress().ifPresent(addresses::add);
            } else {
                addresses.addAll(broker.brokerAddrs().values());
            }
        }
        return addresses;
    }

    private CompletableFuture<Integer> beat(List<String> addresses) {
        if (addresses.isEmpty()) {
            return CompletableFuture.completedFuture(0);
        }
        byte[] body = members.heartbeat(clientId).toJson();
        CompletableFuture<Integer> accepted = CompletableFuture.completedFuture(0);
        for (String address : addresses) {
            accepted = accepted.thenCombine(beat(address, body), Integer::sum);
        }
        return accepted;
    }

    private CompletableFuture<Integer> beat(String address, byte[] body) {
        underWay.add(address);
        RemotingCommand request = RemotingCommand.request(RequestCode.HEART_BEAT, out -> {}, body);
        return calls.call(address, request, timeout)
                .handle(
                        (response, failure) -> {
                            int accepted = settle(address, response, failure);
                            underWay.remove(address);
                            return accepted;
                        });
    }

    private int settle(String address, RemotingCommand response, Throwable failure) {
        if (failure != null) {
            log.debug("heartbeat failed broker={} reason={}", address, failure.getMessage());
            return 0;
        }
        int code = response.code();
        String remark = response.remark();
        response.release();
        if (code != ResponseCode.SUCCESS) {
            log.warn(
                    "broker refuses the heartbeat, consumers of this client get nothing from it"
                            + " broker={} code={} remark={}",
                    address,
                    code,
                    remark);
            return 0;
        }
        toldNanos.put(address, clock.nanoTime());
        return 1;
    }

    private static boolean released(RemotingCommand response) {
        if (response != null) {
            response.release();
        }
        return true;
    }
}
