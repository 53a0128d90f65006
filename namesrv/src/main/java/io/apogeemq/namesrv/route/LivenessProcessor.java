package io.apogeemq.namesrv.route;

import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.DataVersion;
import io.apogeemq.remoting.protocol.register.BrokerHeartbeatRequestHeader;
import io.apogeemq.remoting.protocol.register.QueryDataVersionRequestHeader;
import io.apogeemq.remoting.protocol.register.QueryDataVersionResponseHeader;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.remoting.server.RequestRefused;
import java.util.Optional;

/**
 * Signs of life of a broker that has nothing new: BROKER_HEARTBEAT (904) and QUERY_DATA_VERSION (322).
 *
 * <p>Source: wire spec, requests-namesrv, sections 4 and 5.
 *
 * <p>Threads: io; takes no lock.
 */
public final class LivenessProcessor {
    private final BrokerLiveness liveness;

    /** Refreshes the times kept here. */
    public LivenessProcessor(BrokerLiveness liveness) {
        this.liveness = liveness;
    }

    /** BROKER_HEARTBEAT (904): one of an unknown broker is no mistake, it registers soon. */
    public void heartbeat(RemotingCommand request, Reply reply) {
        BrokerHeartbeatRequestHeader header = BrokerHeartbeatRequestHeader.read(request.fields());
        liveness.heard(new BrokerAddress(header.clusterName(), header.brokerAddr()));
        reply.send(RemotingCommand.response(ResponseCode.SUCCESS, null));
    }

    /** QUERY_DATA_VERSION (322): whether the broker has to register its topics again. */
    public void queryDataVersion(RemotingCommand request, Reply reply) {
        QueryDataVersionRequestHeader header = QueryDataVersionRequestHeader.read(request.fields());
        if (!request.body().isReadable()) {
            throw new RequestRefused(
                    ResponseCode.INVALID_PARAMETER,
                    "the body is empty; it holds the broker's data version as JSON");
        }
        DataVersion asked = BodyReading.read(request, DataVersion::fromJson);
        BrokerAddress address = new BrokerAddress(header.clusterName(), header.brokerAddr());
        Optional<DataVersion> known = liveness.find(address).map(LiveBroker::dataVersion);
        liveness.heard(address);
        QueryDataVersionResponseHeader answer =
                new QueryDataVersionResponseHeader(!known.equals(Optional.of(asked)));
        reply.send(
                RemotingCommand.response(
                        ResponseCode.SUCCESS,
                        null,
                        answer,
                        known.map(DataVersion::toJson).orElseGet(() -> new byte[0])));
    }
}
