package io.apogeemq.e2e.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.apogeemq.common.topic.QueuePermission;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.e2e.Deadline;
import io.apogeemq.remoting.client.ClientConfig;
import io.apogeemq.remoting.client.RemotingClient;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.pull.PullMessageRequestHeader;
import io.apogeemq.remoting.protocol.pull.PullMessageResponseHeader;
import io.apogeemq.remoting.protocol.pull.PullSysFlag;
import io.apogeemq.remoting.protocol.send.SendMessageRequestHeader;
import io.apogeemq.remoting.protocol.send.SendMessageResponseHeader;
import io.apogeemq.remoting.protocol.topic.TopicConfigList;
import io.apogeemq.remoting.server.ConnectionListener;
import io.apogeemq.remoting.server.ProcessorTable;
import io.apogeemq.remoting.transport.EventLoops;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Fills and reads very many queues, eight in each topic, over one connection with many requests under
 * way. Confined to the test's thread, but for the answers.
 */
final class QueueTraffic implements AutoCloseable {
    private static final int QUEUES = 8;
    private static final int TOPICS_AT_A_TIME = 500;
    private static final int UNDER_WAY = 256;

    private final String broker;
    private final int topics;
    private final EventLoops loops = new EventLoops("traffic", 1, EventLoops.Transport.AUTO);
    private final RemotingClient client =
            new RemotingClient(
                    ClientConfig.DEFAULT, loops, ProcessorTable.NONE, ConnectionListener.NONE);
    private final AtomicReference<Throwable> firstProblem = new AtomicReference<>();

    QueueTraffic(String broker, int topics) {
        this.broker = broker;
        this.topics = topics;
    }

    private interface Answer {
        void check(RemotingCommand response);
    }

    void createTopics() throws InterruptedException {
        for (int from = 0; from < topics; from += TOPICS_AT_A_TIME) {
            List<TopicConfig> some = new ArrayList<>();
            for (int i = from; i < Math.min(topics, from + TOPICS_AT_A_TIME); i++) {
                some.add(TopicConfig.of(name(i), QUEUES, QUEUES, QueuePermission.READ_WRITE));
            }
            byte[] body = new TopicConfigList(some).toJson();
            Semaphore free = new Semaphore(1);
            call(
                    RemotingCommand.request(
                            RequestCode.UPDATE_AND_CREATE_TOPIC_LIST, CommandHeader.EMPTY, body),
                    free,
                    response -> {});
            finish(free, 1);
        }
    }

    /** Sends one message to every queue, which gets that queue offset. */
    void send(int queueOffset) throws InterruptedException {
        Semaphore free = new Semaphore(UNDER_WAY);
        for (int queueId = 0; queueId < QUEUES; queueId++) {
            for (int topic = 0; topic < topics; topic++) {
                SendMessageRequestHeader header =
                        new SendMessageRequestHeader(
                                "senders",
                                name(topic),
                                "TBW102",
                                QUEUES,
                                queueId,
                                0,
                                System.currentTimeMillis(),
                                0,
                                0,
                                false,
                                SendMessageRequestHeader.NO_LIMIT,
                                false,
                                "");
                String place = name(topic) + '/' + queueId;
                call(
                        RemotingCommand.request(
                                RequestCode.SEND_MESSAGE_V2,
                                header.asV2(""),
                                body(topic, queueId, queueOffset)),
                        free,
                        response ->
                                assertEquals(
                                        queueOffset,
                                        SendMessageResponseHeader.read(response.fields())
                                                .queueOffset(),
                                        place));
            }
        }
        finish(free, UNDER_WAY);
    }

    /** Reads every queue and expects so many messages in each. */
    void expect(int messages) throws InterruptedException {
        Semaphore free = new Semaphore(UNDER_WAY);
        for (int topic = 0; topic < topics; topic++) {
            for (int queueId = 0; queueId < QUEUES; queueId++) {
                pull(topic, queueId, messages, free);
            }
        }
        finish(free, UNDER_WAY);
    }

    private void pull(int topic, int queueId, int messages, Semaphore free)
            throws InterruptedException {
        PullMessageRequestHeader header =
                new PullMessageRequestHeader(
                        "readers",
                        name(topic),
                        queueId,
                        0,
                        messages + 1,
                        PullSysFlag.SUBSCRIPTION,
                        0,
                        0,
                        "*",
                        0,
                        "",
                        Integer.MAX_VALUE,
                        -1,
                        "");
        call(
                RemotingCommand.request(RequestCode.PULL_MESSAGE, header),
                free,
                response -> {
                    String place = name(topic) + '/' + queueId;
                    assertEquals(
                            messages,
                            PullMessageResponseHeader.read(response.fields()).maxOffset(),
                            place);
                    String records = new String(response.bodyBytes(), StandardCharsets.ISO_8859_1);
                    for (int i = 0; i < messages; i++) {
                        String wanted =
                                new String(body(topic, queueId, i), StandardCharsets.ISO_8859_1);
                        assertEquals(true, records.contains(wanted), "message " + wanted);
                    }
                });
    }

    private static String name(int topic) {
        return "many-" + topic;
    }

    private static byte[] body(int topic, int queueId, int queueOffset) {
        return ("<" + name(topic) + "/" + queueId + "/" + queueOffset + ">")
                .getBytes(StandardCharsets.UTF_8);
    }

    private void call(RemotingCommand request, Semaphore free, Answer answer)
            throws InterruptedException {
        if (!free.tryAcquire(Deadline.LONG.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("no answer within " + Deadline.LONG);
        }
        client.call(broker, request, Deadline.LONG)
                .whenComplete(
                        (response, failure) -> {
                            try {
                                check(response, failure, answer);
                            } catch (AssertionError | RuntimeException e) {
                                firstProblem.compareAndSet(null, e);
                            } finally {
                                free.release();
                            }
                        });
    }

    private static void check(RemotingCommand response, Throwable failure, Answer answer) {
        if (failure != null) {
            throw new AssertionError("no answer", failure);
        }
        try {
            assertEquals(ResponseCode.SUCCESS, response.code(), () -> response.remark());
            answer.check(response);
        } finally {
            response.release();
        }
    }

    private void finish(Semaphore free, int permits) throws InterruptedException {
        if (!free.tryAcquire(permits, Deadline.LONG.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("no answer within " + Deadline.LONG);
        }
        if (firstProblem.get() != null) {
            throw new AssertionError(firstProblem.get().getMessage(), firstProblem.get());
        }
    }

    @Override
    public void close() {
        client.close();
        loops.close();
    }
}
