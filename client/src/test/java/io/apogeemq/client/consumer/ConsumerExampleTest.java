package io.apogeemq.client.consumer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.apogeemq.client.examples.ConsumerExample;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the guide do what they say. */
class ConsumerExampleTest {
    private final ScriptedBroker broker = new ScriptedBroker();
    private final List<String> consumed = new CopyOnWriteArrayList<>();

    @BeforeEach
    void fillTopic() {
        broker.addTopic("orders", 1);
        broker.send("orders", 0, "created");
        broker.send("orders", 0, "cancelled");
        broker.send("orders", 0, "paid");
    }

    @AfterEach
    void closeBroker() {
        broker.close();
    }

    @Test
    void billingTakesTheTagsItWants() {
        PushConsumer billing = ConsumerExample.startBilling(broker.address(), consumed::add);

        await().until(() -> consumed.size() == 2);
        billing.close();

        assertEquals(List.of("body-0", "body-2"), consumed.stream().sorted().toList());
    }

    @Test
    void theLedgerTakesAllInOrder() {
        PushConsumer ledger = ConsumerExample.startLedger(broker.address(), consumed::add);

        await().until(() -> consumed.size() == 3);
        ledger.close();

        assertEquals(List.of("body-0", "body-1", "body-2"), consumed);
    }

    @Test
    void everyCacheTakesAll(@TempDir Path here, @TempDir Path there) {
        PushConsumer one = ConsumerExample.startCacheRefresh(broker.address(), here, consumed::add);
        PushConsumer another =
                ConsumerExample.startCacheRefresh(broker.address(), there, consumed::add);

        await().until(() -> consumed.size() == 6);
        one.close();
        another.close();
    }

    @Test
    void theExportGoesOnWhereItEnded() throws InterruptedException {
        assertEquals(3, ConsumerExample.exportNew(broker.address(), consumed::add));
        broker.send("orders", 0, 1);

        assertEquals(1, ConsumerExample.exportNew(broker.address(), consumed::add));
    }
}
