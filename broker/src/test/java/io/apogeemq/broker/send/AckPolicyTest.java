package io.apogeemq.broker.send;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.concurrent.OffsetWatermark;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.remoting.transport.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a producer hears that its message is stored. */
class AckPolicyTest {
    private static final StoredHeader STORED =
            new StoredHeader(new byte[] {73}, 0, 0, "KEY", "R", true);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final OffsetWatermark flushed = new OffsetWatermark("flushed", 0);
    private final List<Integer> answers = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private AckPolicy policy(boolean waitsForDisk, Duration timeout) {
        return new AckPolicy(
                new SendConfig("R", true, 1000, waitsForDisk, timeout),
                flushed,
                timer,
                Clock.SYSTEM);
    }

    private Reply reply() {
        return new Reply() {
            @Override
            public void send(RemotingCommand response) {
                answers.add(response.code());
            }

            @Override
            public boolean isWanted() {
                return true;
            }

            @Override
            public Connection connection() {
                throw new AssertionError("nobody asks for the connection");
            }
        };
    }

    @Test
    void answersAtOnceWhenNobodyWaitsForTheDisk() {
        policy(false, Duration.ofSeconds(5)).acknowledge(100, true, reply(), STORED);
        policy(true, Duration.ofSeconds(5)).acknowledge(100, false, reply(), STORED);

        assertEquals(List.of(ResponseCode.SUCCESS, ResponseCode.SUCCESS), answers);
    }

    @Test
    void answersWhenTheLogIsOnDiskUpToTheEndOfTheMessage() {
        AckPolicy policy = policy(true, Duration.ofSeconds(60));
        policy.acknowledge(100, true, reply(), STORED);
        policy.acknowledge(200, true, reply(), STORED);

        flushed.advance(99);
        assertEquals(List.of(), answers);
        flushed.advance(150);
        assertEquals(List.of(ResponseCode.SUCCESS), answers);
        flushed.advance(200);
        assertEquals(2, answers.size());
    }

    @Test
    void saysThatTheDiskIsLateAndOnlyOnce() {
        AckPolicy policy = policy(true, Duration.ofMillis(50));
        for (int i = 1; i <= 10; i++) {
            policy.acknowledge(i * 100L, true, reply(), STORED);
        }

        await().until(() -> answers.size() == 10);
        flushed.advance(1000);

        assertEquals(10, answers.size());
        assertEquals(
                List.of(ResponseCode.FLUSH_DISK_TIMEOUT), answers.stream().distinct().toList());
    }

    @Test
    void saysSoWhenTheDiskRefusesForGood() {
        AckPolicy policy = policy(true, Duration.ofSeconds(60));
        policy.acknowledge(100, true, reply(), STORED);

        flushed.fail(new IOException("no such device"));
        policy.acknowledge(200, true, reply(), STORED);

        assertEquals(
                List.of(ResponseCode.FLUSH_DISK_TIMEOUT, ResponseCode.FLUSH_DISK_TIMEOUT), answers);
    }
}
