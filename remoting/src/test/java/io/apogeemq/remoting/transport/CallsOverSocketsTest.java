package io.apogeemq.remoting.transport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.remoting.client.ClientConfig;
import io.apogeemq.remoting.client.RemotingClient;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.server.ConnectionListener;
import io.apogeemq.remoting.server.ProcessorTable;
import io.apogeemq.remoting.server.RemotingServer;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.remoting.server.ServerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests and answers between a real server and a real client. */
class CallsOverSocketsTest {
    private static final int ECHO = 1000;
    private static final int LATER = 1001;
    private static final int POOLED = 1002;
    private static final int NEVER = 1003;

    private final EventLoops loops = new EventLoops("test-io", 2, EventLoops.Transport.AUTO);
    private final BlockingQueue<Reply> waiting = new LinkedBlockingQueue<>();
    private final ExecutorService pool = Executors.newSingleThreadExecutor();
    private RemotingServer server;
    private RemotingClient client;
    private String address;

    @BeforeEach
    void start() {
        ProcessorTable processors =
                ProcessorTable.builder()
                        .on(ECHO, CallsOverSocketsTest::echo)
                        .on(LATER, (request, reply) -> waiting.add(reply))
                        .on(POOLED, CallsOverSocketsTest::echo, pool)
                        .on(NEVER, (request, reply) -> {})
                        .build();
        server =
                new RemotingServer(
                        ServerConfig.onPort(0), loops, processors, ConnectionListener.NONE);
        server.start();
        address = "127.0.0.1:" + server.port();
        client =
                new RemotingClient(
                        ClientConfig.DEFAULT, loops, ProcessorTable.NONE, ConnectionListener.NONE);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        pool.shutdownNow();
        loops.close();
    }

    private static void echo(RemotingCommand request, Reply reply) {
        String name = request.fields().requireString("name");
        reply.send(
                RemotingCommand.response(
                        0, null, out -> out.put("name", name), request.body().retainedDuplicate()));
    }

    private static RemotingCommand named(int code, String name, int bodyBytes) {
        return RemotingCommand.request(code, out -> out.put("name", name), new byte[bodyBytes]);
    }

    @Test
    void answersEveryOneOfManyPipelinedRequestsWithItsOwnResponse() throws Exception {
        List<CompletableFuture<RemotingCommand>> calls = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            int code = i % 3 == 0 ? POOLED : ECHO;
            calls.add(
                    client.call(
                            address, named(code, "n" + i, i * 7 % 20_000), Duration.ofSeconds(20)));
        }

        for (int i = 0; i < calls.size(); i++) {
            RemotingCommand response = calls.get(i).get(20, SECONDS);
            assertEquals("n" + i, response.fields().requireString("name"));
            assertEquals(i * 7 % 20_000, response.body().readableBytes());
            response.release();
        }
        await().until(() -> server.inFlight() == 0);
    }

    @Test
    void carriesAnAnswerThatIsGivenLaterFromAnotherThread() throws Exception {
        CompletableFuture<RemotingCommand> call =
                client.call(address, named(LATER, "x", 1), Duration.ofSeconds(10));
        Reply reply = waiting.take();
        await().until(() -> server.inFlight() == 1);

        reply.send(RemotingCommand.response(0, "late"));

        RemotingCommand response = call.get(10, SECONDS);
        assertEquals("late", response.remark());
        response.release();
        await().until(() -> server.inFlight() == 0);
    }

    @Test
    void failsARequestThatIsNotAnsweredInTime() {
        CompletableFuture<RemotingCommand> call =
                client.call(address, named(NEVER, "x", 1), Duration.ofMillis(50));

        ExecutionException failure =
                assertThrows(ExecutionException.class, () -> call.get(10, SECONDS));

        assertInstanceOf(RemotingException.TimedOut.class, failure.getCause());
    }

    @Test
    void failsWhatIsInFlightWhenTheConnectionCloses() throws Exception {
        CompletableFuture<RemotingCommand> call =
                client.call(address, named(LATER, "x", 1), Duration.ofSeconds(30));
        waiting.take().connection().close();

        ExecutionException failure =
                assertThrows(ExecutionException.class, () -> call.get(10, SECONDS));

        assertInstanceOf(RemotingException.Closed.class, failure.getCause());
        RemotingCommand again =
                client.call(address, named(ECHO, "y", 0), Duration.ofSeconds(10)).get(10, SECONDS);
        assertEquals("y", again.fields().requireString("name"));
        again.release();
    }

    @Test
    void namesTheHeaderFieldThatIsMissing() throws Exception {
        RemotingCommand response =
                client.call(
                                address,
                                RemotingCommand.request(ECHO, CommandHeader.EMPTY),
                                Duration.ofSeconds(10))
                        .get(10, SECONDS);

        assertEquals(ResponseCode.INVALID_PARAMETER, response.code());
        assertEquals("header field 'name' is required but missing", response.remark());
        response.release();
    }

    @Test
    void answersAnUnknownCodeAsNotSupported() throws Exception {
        RemotingCommand response =
                client.call(
                                address,
                                RemotingCommand.request(9999, CommandHeader.EMPTY),
                                Duration.ofSeconds(10))
                        .get(10, SECONDS);

        assertEquals(ResponseCode.REQUEST_CODE_NOT_SUPPORTED, response.code());
        assertEquals(" request type 9999 not supported", response.remark());
        response.release();
    }

    @Test
    void tellsWhichServerCannotBeReached() {
        server.close();

        CompletableFuture<RemotingCommand> call =
                client.call(address, named(ECHO, "x", 0), Duration.ofSeconds(10));

        ExecutionException failure =
                assertThrows(ExecutionException.class, () -> call.get(10, SECONDS));
        assertInstanceOf(RemotingException.ConnectFailed.class, failure.getCause());
        assertTrue(failure.getCause().getMessage().contains(address));
    }
}
