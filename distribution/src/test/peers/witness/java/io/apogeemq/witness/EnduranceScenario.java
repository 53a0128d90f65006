package io.apogeemq.witness;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.message.Message;

/**
 * A producer and a consumer that work until the word {@code stop} comes on standard input, whatever
 * happens to the servers meanwhile. Every message is sent until it is acknowledged; at the end all
 * acknowledged ones must have arrived.
 *
 * <p>Notes: {@code acknowledged=N received=N failed-sends=N} a few times a second.
 */
final class EnduranceScenario implements Scenario {
    private static final int QUEUES = 4;
    private static final int SEND_TIMEOUT_MILLIS = 3000;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long PAUSE_AFTER_FAILURE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long NOTE_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    @Override
    public String run(Bench bench) throws Exception {
        String topic = bench.newTopic(QUEUES);
        Inbox inbox = new Inbox();
        DefaultMQPushConsumer consumer = bench.pushConsumer(bench.name("group"));
        consumer.subscribe(topic, "*");
        MessageListenerConcurrently listener =
                (messages, context) -> {
                    inbox.addAll(messages);
                    return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
                };
        consumer.registerMessageListener(listener);
        consumer.start();
        DefaultMQProducer producer = bench.producer();
        producer.setSendMsgTimeout(SEND_TIMEOUT_MILLIS);
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicInteger failedSends = new AtomicInteger();
        AtomicBoolean isStopped = new AtomicBoolean();
        Thread sender =
                new Thread(
                        () -> send(producer, topic, acknowledged, failedSends, isStopped), "sender");
        Thread reporter =
                new Thread(() -> report(bench, acknowledged, inbox, failedSends, isStopped), "notes");
        sender.start();
        reporter.start();

        String word = bench.nextLine();
        while (!word.equals("stop") && !word.isEmpty()) {
            word = bench.nextLine();
        }

        isStopped.set(true);
        sender.join();
        reporter.join();
        inbox.awaitAll(new HashSet<>(acknowledged));
        Map<String, Integer> times = inbox.timesByKey();
        long twice = times.values().stream().filter(n -> n > 1).count();
        return "acknowledged="
                + acknowledged.size()
                + " received="
                + times.size()
                + " received-more-than-once="
                + twice
                + " failed-sends="
                + failedSends.get();
    }

    private static void send(
            DefaultMQProducer producer,
            String topic,
            Set<String> acknowledged,
            AtomicInteger failedSends,
            AtomicBoolean isStopped) {
        int number = 0;
        while (!isStopped.get()) {
            Message message = SendScenarios.smallMessage(topic, number);
            try {
                SendResult result = producer.send(message);
                if (result.getSendStatus() == SendStatus.SEND_OK) {
                    acknowledged.add(message.getKeys());
                    number++;
                } else {
                    failedSends.incrementAndGet();
                }
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                // The broker may be away: the same message is sent again.
                failedSends.incrementAndGet();
                LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static void report(
            Bench bench,
            Set<String> acknowledged,
            Inbox inbox,
            AtomicInteger failedSends,
            AtomicBoolean isStopped) {
        while (!isStopped.get()) {
            LockSupport.parkNanos(NOTE_EVERY_NANOS);
            bench.note(
                    "acknowledged="
                            + acknowledged.size()
                            + " received="
                            + inbox.keys().size()
                            + " failed-sends="
                            + failedSends.get());
        }
    }
}
