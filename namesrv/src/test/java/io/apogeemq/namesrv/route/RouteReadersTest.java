package io.apogeemq.namesrv.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.concurrent.ManualClock;
import io.apogeemq.remoting.protocol.route.BrokerData;
import io.apogeemq.remoting.protocol.route.QueueData;
import io.apogeemq.remoting.protocol.route.TopicRouteData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Readers of the table while it is changed. */
class RouteReadersTest {
    private static final int CHANGES = 3_000;
    private static final int READERS = 2;

    @Test
    void neverSeeARouteWhoseBrokersAndQueuesDoNotBelongTogether() throws Exception {
        RouteTable table =
                new RouteTable(
                        new BrokerLiveness(new ManualClock()), new RegistryLimits(100, 1_000));
        AtomicBoolean isDone = new AtomicBoolean();
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        List<Future<Integer>> reading = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            reading.add(readers.submit(() -> readUntil(isDone, table)));
        }

        for (int i = 0; i < CHANGES; i++) {
            TestBroker broker = TestBroker.of("b" + i % 3, i % 2, "h" + i % 5 + ":1").atVersion(i);
            if (i % 4 == 3) {
                table.remove(broker.key(), broker.name());
            } else {
                table.register(broker.registers("x", "y"), false);
            }
        }
        isDone.set(true);

        for (Future<Integer> reads : reading) {
            assertTrue(reads.get(30, TimeUnit.SECONDS) > 0);
        }
        readers.shutdown();
    }

    private static int readUntil(AtomicBoolean isDone, RouteTable table) {
        int reads = 0;
        do {
            RouteSnapshot snapshot = table.snapshot();
            Optional<TopicPlacement> topic = snapshot.topics().find("x");
            if (topic.isPresent()) {
                byte[] json = topic.get().encoded(snapshot, RouteView.PLAIN).standardJson();
                TopicRouteData route = TopicRouteData.fromJson(json);
                assertEquals(
                        route.queueDatas().stream().map(QueueData::brokerName).toList(),
                        route.brokerDatas().stream().map(BrokerData::brokerName).toList());
                for (BrokerData broker : route.brokerDatas()) {
                    assertEquals(snapshot.requireGroup(broker.brokerName()).data(), broker);
                }
            }
            reads++;
        } while (!isDone.get());
        return reads;
    }
}
