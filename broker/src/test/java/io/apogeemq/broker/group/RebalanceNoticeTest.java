package io.apogeemq.broker.group;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.apogeemq.common.concurrent.ManualClock;
import io.apogeemq.common.group.ConsumeFrom;
import io.apogeemq.common.group.ConsumeType;
import io.apogeemq.common.group.MessageModel;
import io.apogeemq.common.group.SubscriptionGroupConfig;
import io.apogeemq.common.io.DurableFiles;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.protocol.heartbeat.ConsumerData;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RebalanceNoticeTest {
    private static final List<Integer> ONE_NOTICE =
            List.of(RequestCode.NOTIFY_CONSUMER_IDS_CHANGED);

    @TempDir Path directory;
    private final FakeConnection member = new FakeConnection();
    private GroupConfigs configs;
    private ConsumerGroups groups;
    private boolean brokerTells = true;

    @BeforeEach
    void begin() {
        ManualClock clock = new ManualClock();
        configs =
                GroupConfigs.open(
                        DurableFiles.onDisk(), directory, () -> true, clock, Runnable::run);
        groups =
                new ConsumerGroups(
                        Duration.ofSeconds(120),
                        clock,
                        new RebalanceNotice(configs, () -> brokerTells));
    }

    @Test
    void tellsMembersThatDivideQueues() {
        join(MessageModel.CLUSTERING);

        assertEquals(ONE_NOTICE, member.oneways());
    }

    @Test
    void tellsNobodyOfABroadcastingGroup() {
        join(MessageModel.BROADCASTING);

        assertEquals(List.of(), member.oneways());
    }

    @Test
    void tellsNobodyWhenTheGroupOrTheBrokerIsSetSo() {
        configs.put(
                SubscriptionGroupConfig.builder("G").notifyConsumerIdsChangedEnable(false).build());
        join(MessageModel.CLUSTERING);
        assertEquals(List.of(), member.oneways());

        configs.put(SubscriptionGroupConfig.named("G"));
        brokerTells = false;
        groups.leave("G", "c1", member);
        join(MessageModel.CLUSTERING);
        assertEquals(List.of(), member.oneways());
    }

    private void join(MessageModel model) {
        groups.join(
                member.client("c1"),
                new ConsumerData(
                        "G",
                        ConsumeType.CONSUME_PASSIVELY,
                        model,
                        ConsumeFrom.CONSUME_FROM_LAST_OFFSET,
                        List.of(),
                        false),
                0);
    }
}
