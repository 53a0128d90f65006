package io.apogeemq.broker.group;

import static java.util.Objects.requireNonNull;

import io.apogeemq.common.group.SubscriptionGroupConfig;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.group.NotifyConsumerIdsChangedRequestHeader;
import java.util.function.BooleanSupplier;

/**
 * Tells the members of a group that it changed, so that they divide the queues anew at once. Members
 * of broadcasting groups divide nothing and are not told.
 *
 * <p>Threads: safe for any thread; sends one-way and does not wait.
 */
public final class RebalanceNotice implements ConsumerGroups.ChangeListener {
    private final GroupConfigs configs;
    private final BooleanSupplier enabled;

    /**
     * Notices to members of groups whose settings allow it.
     *
     * @param enabled the broker's own switch, asked each time
     */
    public RebalanceNotice(GroupConfigs configs, BooleanSupplier enabled) {
        this.configs = requireNonNull(configs, "configs");
        this.enabled = requireNonNull(enabled, "enabled");
    }

    @Override
    public void onChange(ConsumerGroup group) {
        SubscriptionGroupConfig config = configs.findOrNull(group.name());
        boolean isWanted = config == null || config.notifyConsumerIdsChangedEnable();
        if (group.isBroadcasting() || !isWanted || !enabled.getAsBoolean()) {
            return;
        }
        var header = new NotifyConsumerIdsChangedRequestHeader(group.name());
        for (ConsumerMember member : group.members()) {
            member.connection()
                    .oneway(
                            RemotingCommand.request(
                                    RequestCode.NOTIFY_CONSUMER_IDS_CHANGED, header));
        }
    }
}
