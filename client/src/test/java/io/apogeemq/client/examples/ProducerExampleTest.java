package io.apogeemq.client.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.client.fake.FakeBroker;
import io.apogeemq.client.fake.FakeNameServer;
import io.apogeemq.client.producer.Producer;
import io.apogeemq.client.producer.SendStatus;
import io.apogeemq.common.message.Message;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.transport.EventLoops;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The quoted examples do what the guide says. */
class ProducerExampleTest {
    private final EventLoops loops = new EventLoops("fake-io", 1, EventLoops.Transport.AUTO);
    private FakeNameServer nameServer;
    private FakeBroker broker;
    private Producer producer;

    @BeforeEach
    void start() {
        nameServer = new FakeNameServer(loops);
        broker = new FakeBroker("broker-a", loops);
        nameServer.addTopic("orders", 4, broker);
        producer = Producer.builder().nameServers(nameServer.address()).group("g").build();
    }

    @AfterEach
    void stop() {
        producer.close();
        broker.close();
        nameServer.close();
        loops.close();
    }

    @Test
    void sendsOne() {
        assertEquals(SendStatus.SEND_OK, ProducerExample.sendOne(nameServer.address()).status());
    }

    @Test
    void sendsMany() {
        assertEquals(500, ProducerExample.sendMany(producer, 500).size());
    }

    @Test
    void sendsInOrderToOneQueue() {
        ProducerExample.sendInOrder(producer, "4711", List.of("created", "paid", "sent"));

        assertEquals(1, broker.sends().stream().mapToInt(s -> s.queueId()).distinct().count());
    }

    @Test
    void sendsBatches() {
        Message message = Message.of("orders", new byte[300_000]);

        assertEquals(4, ProducerExample.sendBatches(producer, Collections.nCopies(10, message)));
    }

    @Test
    void sendsOnceAndAgainOnlyWhenNobodyHasIt() {
        Message message = Message.of("orders", new byte[1]);

        broker.next(FakeBroker.refuse(ResponseCode.MESSAGE_ILLEGAL, "once"));
        assertTrue(ProducerExample.sendOnce(producer, message));
        broker.next(FakeBroker.hangUp(), FakeBroker.hangUp(), FakeBroker.hangUp());
        assertFalse(ProducerExample.sendOnce(producer, message));
    }
}
