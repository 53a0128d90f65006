package io.apogeemq.broker.query;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.broker.BrokerFixture;
import io.apogeemq.broker.BrokerFixture.Answer;
import io.apogeemq.broker.RecordedFrames;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.protocol.query.QueryMessageRequestHeader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers to QUERY_MESSAGE. */
class QueryMessageTest {
    @TempDir Path directory;
    private BrokerFixture broker;

    @BeforeEach
    void start() {
        broker = new BrokerFixture(directory);
        broker.createTopic("T", 1, 6);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void findsMessagesByKeyAfterARestartToo() {
        send("ID1", "order-1 line-7", "one");
        send("ID2", "order-1", "two");
        send("ID3", "order-2", "three");
        awaitFound("order-2");

        assertEquals(List.of("one", "two"), bodies(query("order-1", 32, false)));
        broker.restart();

        Answer answer = query("order-1", 32, false);
        assertEquals(ResponseCode.SUCCESS, answer.code());
        assertEquals(List.of("one", "two"), bodies(answer));
        assertEquals(List.of("one"), bodies(query("line-7", 32, false)));
    }

    @Test
    void findsOneMessageByItsUniqueKey() {
        send("ID1", "ID2", "one");
        send("ID2", "k", "two");
        awaitFound("k");

        assertEquals(List.of("two"), bodies(query("ID2", 0, true)));
    }

    @Test
    void answersWithTheNewest64AtMost() {
        for (int i = 0; i < 70; i++) {
            send("ID" + i, "k", "m" + i);
        }
        awaitFound("ID69");

        List<String> newest = IntStream.range(6, 70).mapToObj(i -> "m" + i).toList();
        assertEquals(newest, bodies(query("k", Integer.MAX_VALUE, false)));
        assertEquals(newest.subList(62, 64), bodies(query("k", 2, false)));
    }

    @Test
    void saysThatThereIsNoneAndHowFarTheIndexIs() {
        send("ID1", "k", "one");
        awaitFound("k");

        Answer none = query("other", 32, false);

        assertEquals(ResponseCode.QUERY_NOT_FOUND, none.code());
        assertEquals(0, none.number("indexLastUpdatePhyoffset"));
        assertTrue(none.number("indexLastUpdateTimestamp") > 0);
        assertTrue(none.remark().contains("'other'"), none.remark());
    }

    @Test
    void answersARecordedQueryWithTheFieldsThePeerHas() {
        Answer answer = broker.call(RecordedFrames.request("020-j540-query-by-key"));

        Set<String> peers = Set.of("indexLastUpdatePhyoffset", "indexLastUpdateTimestamp");
        assertEquals(peers, answer.fields().keySet());
        assertEquals(ResponseCode.QUERY_NOT_FOUND, answer.code());
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertEquals(ResponseCode.INVALID_PARAMETER, query("k", 0, false).code());
        assertEquals(ResponseCode.INVALID_PARAMETER, query("k", -1, false).code());
        assertEquals(
                ResponseCode.REQUEST_CODE_NOT_SUPPORTED,
                broker.call(
                                RequestCode.QUERY_MESSAGE,
                                new QueryMessageRequestHeader(
                                        "T", "TagA", 1, 0, Long.MAX_VALUE, false, "T"))
                        .code());
        assertEquals(
                ResponseCode.INVALID_PARAMETER,
                broker.call(RequestCode.QUERY_MESSAGE, CommandHeader.EMPTY).code());
    }

    @Test
    void saysThatThereIsNoIndex() {
        broker.close();
        broker = new BrokerFixture(directory, "messageIndexEnable=false");

        Answer answer = query("k", 1, false);

        assertEquals(ResponseCode.QUERY_NOT_FOUND, answer.code());
        assertTrue(answer.remark().contains("messageIndexEnable"), answer.remark());
    }

    private void send(String uniqueKey, String keys, String body) {
        String properties = "KEYS\u0001" + keys + "\u0002UNIQ_KEY\u0001" + uniqueKey + "\u0002";
        assertEquals(
                ResponseCode.SUCCESS,
                broker.send("T", 0, properties, body.getBytes(StandardCharsets.UTF_8)).code());
    }

    private void awaitFound(String key) {
        await().until(() -> query(key, 1, false).code() == ResponseCode.SUCCESS);
    }

    private Answer query(String key, int most, boolean unique) {
        return broker.call(
                RequestCode.QUERY_MESSAGE,
                new QueryMessageRequestHeader("T", key, most, 0, Long.MAX_VALUE, unique, ""));
    }

    private static List<String> bodies(Answer answer) {
        return answer.messages().stream()
                .map(MessageExt::body)
                .map(body -> new String(body, StandardCharsets.UTF_8))
                .toList();
    }
}
