package io.apogeemq.client.examples;

import io.apogeemq.client.error.SendFailedException;
import io.apogeemq.client.producer.MessageBatches;
import io.apogeemq.client.producer.Producer;
import io.apogeemq.client.producer.QueueSelector;
import io.apogeemq.client.producer.SendOptions;
import io.apogeemq.client.producer.SendReceipt;
import io.apogeemq.common.message.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Ways to send, as the guide shows them. */
final class ProducerExample {
    private ProducerExample() {}

    // tag::send[]
    static SendReceipt sendOne(String nameServers) {
        try (Producer producer =
                Producer.builder().nameServers(nameServers).group("order-service").build()) {
            Message message =
                    Message.builder("orders")
                            .tags("created")
                            .keys("order-4711")
                            .property("country", "NL")
                            .body("{\"id\": 4711}")
                            .build();
            return producer.send(message);
        }
    }

    // end::send[]

    // tag::async[]
    static List<SendReceipt> sendMany(Producer producer, int count) {
        List<CompletableFuture<SendReceipt>> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Message message = Message.builder("orders").keys("order-" + i).body("paid").build();
            sent.add(producer.sendAsyncWhenRoom(message)); // waits while too much is under way
        }
        return sent.stream().map(CompletableFuture::join).toList();
    }

    // end::async[]

    // tag::ordered[]
    static void sendInOrder(Producer producer, String orderId, List<String> steps) {
        SendOptions sameQueue =
                SendOptions.DEFAULT
                        .withSelector(QueueSelector.byKey(orderId))
                        .withTimeout(Duration.ofSeconds(5));
        for (String step : steps) {
            producer.send(Message.builder("orders").keys(orderId).body(step).build(), sameQueue);
        }
    }

    // end::ordered[]

    // tag::batch[]
    static int sendBatches(Producer producer, List<Message> messages) {
        List<List<Message>> batches = MessageBatches.split(messages, MessageBatches.USUAL_BYTES);
        for (List<Message> batch : batches) {
            producer.send(batch);
        }
        return batches.size();
    }

    // end::batch[]

    // tag::errors[]
    static boolean sendOnce(Producer producer, Message message) {
        try {
            producer.send(message);
            return true;
        } catch (SendFailedException e) {
            if (e.mayBeStored()) {
                return false; // nobody knows: sending it again may store it twice
            }
            producer.send(message); // nobody has it
            return true;
        }
    }
    // end::errors[]
}
