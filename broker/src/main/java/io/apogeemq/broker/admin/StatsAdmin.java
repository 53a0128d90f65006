package io.apogeemq.broker.admin;

import static java.util.Objects.requireNonNull;

import io.apogeemq.broker.stats.BrokerStats;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.admin.BrokerStatsData;
import io.apogeemq.remoting.protocol.admin.ViewBrokerStatsDataRequestHeader;
import io.apogeemq.remoting.server.Reply;
import java.util.Optional;

/**
 * VIEW_BROKER_STATS_DATA (315): one named statistic of the last minute, hour and day.
 *
 * <p>Threads: the admin executor.
 */
public final class StatsAdmin {
    private final BrokerStats stats;

    /** Answers from these counters. */
    public StatsAdmin(BrokerStats stats) {
        this.stats = requireNonNull(stats, "stats");
    }

    /** Handles the request. */
    public void view(RemotingCommand request, Reply reply) {
        var header = ViewBrokerStatsDataRequestHeader.read(request.fields());
        Optional<BrokerStatsData> data = stats.view(header.statsName(), header.statsKey());
        if (data.isEmpty()) {
            reply.fail(
                    ResponseCode.SYSTEM_ERROR,
                    "The stats <" + header.statsName() + "> <" + header.statsKey() + "> not exist");
            return;
        }
        Answers.body(reply, data.get());
    }
}
