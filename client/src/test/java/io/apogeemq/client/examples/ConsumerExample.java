package io.apogeemq.client.examples;

import io.apogeemq.client.consumer.ConsumeResult;
import io.apogeemq.client.consumer.FilterExpression;
import io.apogeemq.client.consumer.PullConsumer;
import io.apogeemq.client.consumer.PushConsumer;
import io.apogeemq.common.group.ConsumeFrom;
import io.apogeemq.common.group.MessageModel;
import io.apogeemq.common.message.MessageExt;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Ways to consume, as the guide shows them. */
public final class ConsumerExample {
    private ConsumerExample() {}

    // tag::push[]
    /** Keep the consumer and close it when the application ends. */
    public static PushConsumer startBilling(String nameServers, Predicate<String> billing) {
        return PushConsumer.builder()
                .nameServers(nameServers)
                .group("billing")
                .subscribe("orders", FilterExpression.tags("created || paid"))
                .consumeFrom(ConsumeFrom.CONSUME_FROM_FIRST_OFFSET)
                .listener(
                        message ->
                                billing.test(text(message))
                                        ? ConsumeResult.SUCCESS
                                        : ConsumeResult.RETRY_LATER)
                .build();
    }

    // end::push[]

    // tag::orderly[]
    /** Each queue by one thread at a time, in its order; what fails is repeated before the next. */
    public static PushConsumer startLedger(String nameServers, Consumer<String> ledger) {
        return PushConsumer.builder()
                .nameServers(nameServers)
                .group("ledger")
                .subscribe("orders")
                .consumeFrom(ConsumeFrom.CONSUME_FROM_FIRST_OFFSET)
                .orderly(
                        message -> {
                            ledger.accept(text(message));
                            return ConsumeResult.SUCCESS;
                        })
                .build();
    }

    // end::orderly[]

    // tag::broadcast[]
    /** Every instance gets every message; its progress is in a directory of its own. */
    public static PushConsumer startCacheRefresh(
            String nameServers, Path directory, Consumer<String> refresh) {
        return PushConsumer.builder()
                .nameServers(nameServers)
                .group("cache")
                .subscribe("orders")
                .messageModel(MessageModel.BROADCASTING)
                .offsetDirectory(directory)
                .consumeFrom(ConsumeFrom.CONSUME_FROM_FIRST_OFFSET)
                .listener(
                        message -> {
                            refresh.accept(text(message));
                            return ConsumeResult.SUCCESS;
                        })
                .build();
    }

    // end::broadcast[]

    // tag::pull[]
    /** Reads what is there now, and goes on next time where it ended. */
    public static int exportNew(String nameServers, Consumer<String> export)
            throws InterruptedException {
        try (PullConsumer consumer =
                PullConsumer.builder()
                        .nameServers(nameServers)
                        .group("export")
                        .consumeFrom(ConsumeFrom.CONSUME_FROM_FIRST_OFFSET)
                        .build()) {
            consumer.assign(consumer.queuesOf("orders"));
            int count = 0;
            var messages = consumer.poll(Duration.ofSeconds(1));
            while (!messages.isEmpty()) {
                for (MessageExt message : messages) {
                    export.accept(text(message));
                    count++;
                }
                consumer.commit();
                messages = consumer.poll(Duration.ofSeconds(1));
            }
            return count;
        }
    }

    // end::pull[]

    private static String text(MessageExt message) {
        return new String(message.body(), StandardCharsets.UTF_8);
    }
}
