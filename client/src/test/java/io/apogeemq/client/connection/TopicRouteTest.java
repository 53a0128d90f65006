package io.apogeemq.client.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.protocol.route.BrokerData;
import io.apogeemq.remoting.protocol.route.QueueData;
import io.apogeemq.remoting.protocol.route.TopicRouteData;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which queues a route gives to senders and to consumers. */
class TopicRouteTest {
    private static final int READ = 4;
    private static final int WRITE = 2;

    private static BrokerData broker(String name, long... ids) {
        TreeMap<Long, String> addresses = new TreeMap<>();
        for (long id : ids) {
            addresses.put(id, name + ':' + (10_000 + id));
        }
        return BrokerData.of("C", name, addresses);
    }

    private static QueueData queues(String broker, int read, int write, int perm) {
        return new QueueData(broker, read, write, perm, 0);
    }

    private static MessageQueue queue(String broker, int id) {
        return new MessageQueue("T", broker, id);
    }

    @Test
    void sendsToWritableQueuesOfBrokersWithAMasterInTheOrderOfTheirNames() {
        TopicRoute route =
                TopicRoute.of(
                        "T",
                        TopicRouteData.of(
                                List.of(
                                        queues("b", 4, 1, READ | WRITE),
                                        queues("a", 4, 2, READ | WRITE),
                                        queues("slaves-only", 4, 4, READ | WRITE),
                                        queues("read-only", 4, 4, READ),
                                        queues("unknown", 4, 4, READ | WRITE)),
                                List.of(
                                        broker("a", 0, 1),
                                        broker("b", 0),
                                        broker("slaves-only", 1),
                                        broker("read-only", 0))));

        assertEquals(List.of(queue("a", 0), queue("a", 1), queue("b", 0)), route.publishQueues());
        assertEquals(2, route.publishBrokers());
        assertEquals(Optional.of("a:10000"), route.masterAddress("a"));
        assertEquals(Optional.empty(), route.masterAddress("slaves-only"));
        assertEquals(Optional.empty(), route.masterAddress("unknown"));
    }

    @Test
    void consumesFromReadableQueuesAlsoOfSlaves() {
        TopicRoute route =
                TopicRoute.of(
                        "T",
                        TopicRouteData.of(
                                List.of(
                                        queues("slaves-only", 1, 4, READ | WRITE),
                                        queues("a", 2, 4, READ),
                                        queues("write-only", 4, 4, WRITE),
                                        queues("unknown", 4, 4, READ)),
                                List.of(
                                        broker("a", 0),
                                        broker("slaves-only", 1),
                                        broker("write-only", 0))));

        assertEquals(
                List.of(queue("a", 0), queue("a", 1), queue("slaves-only", 0)),
                route.subscribeQueues());
    }

    @Test
    void followsTheOrderConfigurationExactly() {
        TopicRoute route =
                TopicRoute.of(
                        "T",
                        new TopicRouteData(
                                "b:2;a:1;nonsense;c:x",
                                List.of(queues("a", 8, 8, READ | WRITE)),
                                List.of(broker("a", 0), broker("b", 0)),
                                Map.of(),
                                Map.of()));

        assertTrue(route.isOrdered());
        assertEquals(List.of(queue("b", 0), queue("b", 1), queue("a", 0)), route.publishQueues());
    }

    @Test
    void makesFewQueuesOfATemplate() {
        TopicRoute route =
                TopicRoute.fromTemplate(
                        "T",
                        TopicRouteData.of(
                                List.of(queues("a", 8, 8, 7), queues("b", 2, 8, 7)),
                                List.of(broker("a", 0), broker("b", 0))),
                        4);

        assertTrue(route.isTemplate());
        assertEquals(6, route.publishQueues().size());
        assertEquals("T", route.publishQueues().get(0).topic());
    }

    @Test
    void doesNotBelieveAHugeOrNegativeNumberOfQueues() {
        TopicRoute route =
                TopicRoute.of(
                        "T",
                        TopicRouteData.of(
                                List.of(queues("a", Integer.MAX_VALUE, -3, READ | WRITE)),
                                List.of(broker("a", 0))));

        assertEquals(65_536, route.subscribeQueues().size());
        assertTrue(route.publishQueues().isEmpty());
        assertFalse(route.whyNotWritable().isEmpty());
    }
}
