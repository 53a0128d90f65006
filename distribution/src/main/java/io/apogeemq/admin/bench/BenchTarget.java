package io.apogeemq.admin.bench;

import io.apogeemq.admin.CommandFailed;
import io.apogeemq.remoting.client.ClientConfig;
import io.apogeemq.remoting.client.RemotingClient;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.namesrv.ClusterInfo;
import io.apogeemq.remoting.protocol.namesrv.KvTable;
import io.apogeemq.remoting.protocol.offset.GetMaxOffsetRequestHeader;
import io.apogeemq.remoting.protocol.offset.OffsetResponseHeader;
import io.apogeemq.remoting.protocol.route.BrokerData;
import io.apogeemq.remoting.protocol.topic.CreateTopicRequestHeader;
import io.apogeemq.remoting.server.ConnectionListener;
import io.apogeemq.remoting.server.ProcessorTable;
import io.apogeemq.remoting.transport.EventLoops;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;

/**
 * The broker that takes the load: found through the NameServer, with the topic made ready.
 *
 * <p>Errors: {@link CommandFailed} with what was asked of whom.
 */
final class BenchTarget implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final int READ_AND_WRITE = 6;

    private final BenchOptions options;
    private final EventLoops loops = new EventLoops("bench-admin", 1, EventLoops.Transport.AUTO);
    private final RemotingClient client =
            new RemotingClient(
                    ClientConfig.DEFAULT, loops, ProcessorTable.NONE, ConnectionListener.NONE);
    private final String address;

    BenchTarget(BenchOptions options) {
        this.options = options;
        this.address = findMaster();
        createTopic();
    }

    InetSocketAddress broker() {
        int colon = address.lastIndexOf(':');
        return new InetSocketAddress(address.substring(0, colon), port());
    }

    int port() {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** Offsets behind the last message of each queue. */
    long[] maxOffsets() {
        long[] offsets = new long[options.queues()];
        for (int queue = 0; queue < offsets.length; queue++) {
            RemotingCommand response =
                    call(
                            address,
                            RequestCode.GET_MAX_OFFSET,
                            new GetMaxOffsetRequestHeader(options.topic(), queue, true));
            offsets[queue] = OffsetResponseHeader.read(response.fields()).offset();
            response.release();
        }
        return offsets;
    }

    /** How often the broker has forced its log, if it says so. */
    OptionalLong forces() {
        RemotingCommand response =
                call(address, RequestCode.GET_BROKER_RUNTIME_INFO, CommandHeader.EMPTY);
        String forces = KvTable.fromJson(response.bodyBytes()).table().get("apogee.forces");
        response.release();
        return forces == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(forces));
    }

    private String findMaster() {
        for (String nameServer : options.nameServers().split(";")) {
            RemotingCommand response =
                    call(
                            nameServer.trim(),
                            RequestCode.GET_BROKER_CLUSTER_INFO,
                            CommandHeader.EMPTY);
            ClusterInfo cluster = ClusterInfo.fromJson(response.bodyBytes());
            response.release();
            for (BrokerData broker : cluster.brokerAddrTable().values()) {
                String master = broker.brokerAddrs().get(BrokerData.MASTER_ID);
                if (master != null) {
                    return master;
                }
            }
        }
        throw new CommandFailed(
                "no broker is registered at '"
                        + options.nameServers()
                        + "'; start one with bin/mqbroker -n "
                        + options.nameServers());
    }

    private void createTopic() {
        call(
                        address,
                        RequestCode.UPDATE_AND_CREATE_TOPIC,
                        new CreateTopicRequestHeader(
                                options.topic(),
                                "TBW102",
                                options.queues(),
                                options.queues(),
                                READ_AND_WRITE,
                                "SINGLE_TAG",
                                0,
                                false,
                                "",
                                false))
                .release();
    }

    private RemotingCommand call(String server, int code, CommandHeader header) {
        RemotingCommand response;
        try {
            response = client.call(server, RemotingCommand.request(code, header), TIMEOUT).join();
        } catch (CompletionException e) {
            throw new CommandFailed(
                    "request " + code + " to '" + server + "': " + e.getCause().getMessage());
        }
        if (response.code() != ResponseCode.SUCCESS) {
            String remark = response.remark();
            response.release();
            throw new CommandFailed(
                    "request " + code + " to '" + server + "' was refused: " + remark);
        }
        return response;
    }

    @Override
    public void close() {
        client.close();
        loops.close();
    }
}
