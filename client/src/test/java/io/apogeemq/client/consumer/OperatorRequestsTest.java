package io.apogeemq.client.consumer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.client.compress.BodyCodec;
import io.apogeemq.common.group.ConsumeFrom;
import io.apogeemq.common.message.CompressionType;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.message.RecordEncoder;
import io.apogeemq.common.message.SysFlag;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.admin.ConsumeMessageDirectlyRequestHeader;
import io.apogeemq.remoting.protocol.admin.ConsumeMessageDirectlyResult;
import io.apogeemq.remoting.protocol.admin.ConsumerRunningInfo;
import io.apogeemq.remoting.protocol.admin.ConsumerStatus;
import io.apogeemq.remoting.protocol.admin.GetConsumerRunningInfoRequestHeader;
import io.apogeemq.remoting.protocol.admin.GetConsumerStatusRequestHeader;
import io.apogeemq.remoting.protocol.admin.ResetOffsetBody;
import io.apogeemq.remoting.protocol.admin.ResetOffsetRequestHeader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OperatorRequestsTest {
    private static final String TOPIC = "orders";
    private static final String GROUP = "billing";
    private static final MessageQueue Q0 = ScriptedBroker.queue(TOPIC, 0);

    private final ScriptedBroker broker = new ScriptedBroker();
    private final List<MessageExt> consumed = new CopyOnWriteArrayList<>();
    private volatile ConsumeResult result = ConsumeResult.SUCCESS;
    private PushConsumer consumer;

    @BeforeEach
    void startConsumer() {
        broker.addTopic(TOPIC, 1);
        broker.send(TOPIC, 0, 10);
        consumer =
                PushConsumer.builder()
                        .nameServers(broker.address())
                        .group(GROUP)
                        .subscribe(TOPIC)
                        .consumeFrom(ConsumeFrom.CONSUME_FROM_FIRST_OFFSET)
                        .timings(TestTimings.FAST)
                        .listener(
                                message -> {
                                    consumed.add(message);
                                    if (TestMessages.bodyOf(message).equals("throw")) {
                                        throw new IllegalStateException("as scripted");
                                    }
                                    return result;
                                })
                        .build();
        await().until(() -> consumer.progress().getOrDefault(Q0, 0L) == 10);
    }

    @AfterEach
    void closeAll() {
        consumer.close();
        broker.close();
    }

    @Test
    void resetGoesBackAndDeliversAgain() {
        reset(4);

        await().until(() -> consumed.size() == 16);
        assertEquals(
                4, consumed.stream().skip(10).mapToLong(MessageExt::queueOffset).min().orElse(-1));
        await().untilAsserted(() -> assertEquals(10L, consumer.progress().get(Q0)));
    }

    @Test
    void resetSkipsWhatAListenerCannotConsume() {
        result = ConsumeResult.RETRY_LATER;
        broker.send(TOPIC, 0, 3);
        await().until(() -> consumed.size() > 13);

        reset(13);

        await().until(() -> broker.offset(Q0).orElse(0L) == 13);
        assertEquals(13L, consumer.progress().get(Q0));
    }

    @Test
    void tellsItsOffsets() throws Exception {
        RemotingCommand response =
                ask(
                        RequestCode.GET_CONSUMER_STATUS_FROM_CLIENT,
                        RemotingCommand.request(
                                RequestCode.GET_CONSUMER_STATUS_FROM_CLIENT,
                                new GetConsumerStatusRequestHeader(TOPIC, GROUP, "")));

        assertEquals(
                Map.of(Q0, 10L), ConsumerStatus.fromJson(response.bodyBytes()).messageQueueTable());
        response.release();
    }

    @Test
    void tellsHowItIsDoing() throws Exception {
        RemotingCommand response =
                ask(
                        RequestCode.GET_CONSUMER_RUNNING_INFO,
                        RemotingCommand.request(
                                RequestCode.GET_CONSUMER_RUNNING_INFO,
                                new GetConsumerRunningInfoRequestHeader(
                                        GROUP, consumer.clientId(), true)));

        ConsumerRunningInfo info = ConsumerRunningInfo.fromJson(response.bodyBytes());
        response.release();
        assertEquals(10, info.mqTable().get(Q0).commitOffset());
        assertEquals("CONSUME_PASSIVELY", info.properties().get("PROP_CONSUME_TYPE"));
        assertEquals("false", info.properties().get("PROP_CONSUMEORDERLY"));
        assertEquals(2, info.subscriptionSet().size());
        assertTrue(info.jstack().contains("rebalance-" + GROUP), info.jstack());
    }

    @Test
    void consumesOneMessageOnRequestDecompressed() throws Exception {
        byte[] body = BodyCodec.compress(CompressionType.ZLIB, bytes("once more"));

        assertEquals("CR_SUCCESS", consumeDirectly(compressed(body)).consumeResult());
        assertEquals("once more", TestMessages.bodyOf(consumed.get(10)));

        result = ConsumeResult.RETRY_LATER;
        assertEquals("CR_LATER", consumeDirectly(compressed(body)).consumeResult());
    }

    @Test
    void tellsWhatAListenerThrewOnRequest() throws Exception {
        byte[] body = BodyCodec.compress(CompressionType.ZLIB, bytes("throw"));

        ConsumeMessageDirectlyResult outcome = consumeDirectly(compressed(body));

        assertEquals("CR_THROW_EXCEPTION", outcome.consumeResult());
        assertTrue(outcome.remark().contains("as scripted"), outcome.remark());
    }

    private ConsumeMessageDirectlyResult consumeDirectly(MessageExt message) throws Exception {
        RemotingCommand response =
                ask(
                        RequestCode.CONSUME_MESSAGE_DIRECTLY,
                        RemotingCommand.request(
                                RequestCode.CONSUME_MESSAGE_DIRECTLY,
                                new ConsumeMessageDirectlyRequestHeader(
                                        GROUP, consumer.clientId(), "id", "broker-a", TOPIC, 0, 0),
                                RecordEncoder.encode(message)));
        try {
            return ConsumeMessageDirectlyResult.fromJson(response.bodyBytes());
        } finally {
            response.release();
        }
    }

    private static MessageExt compressed(byte[] body) {
        MessageExt plain = TestMessages.at(TOPIC, 0, 3);
        return new MessageExt(
                TOPIC,
                0,
                3,
                300,
                0,
                SysFlag.withCompression(0, CompressionType.ZLIB),
                1,
                plain.bornHost(),
                2,
                plain.storeHost(),
                0,
                0,
                MessageExt.crcOf(body),
                body,
                plain.properties(),
                100);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void reset(long offset) {
        broker.anyClient()
                .oneway(
                        RemotingCommand.request(
                                        RequestCode.RESET_CONSUMER_CLIENT_OFFSET,
                                        new ResetOffsetRequestHeader(TOPIC, GROUP, -1, -1, 0, true),
                                        new ResetOffsetBody(new TreeMap<>(Map.of(Q0, offset)))
                                                .toJson())
                                .oneway());
    }

    private RemotingCommand ask(int code, RemotingCommand request) throws Exception {
        RemotingCommand response =
                broker.anyClient().call(request, Duration.ofSeconds(5)).get(5, TimeUnit.SECONDS);
        assertEquals(ResponseCode.SUCCESS, response.code(), "answer to " + code);
        return response;
    }
}
