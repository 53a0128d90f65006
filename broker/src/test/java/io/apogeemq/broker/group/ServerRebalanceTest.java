package io.apogeemq.broker.group;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.apogeemq.broker.BrokerFixture;
import io.apogeemq.broker.BrokerFixture.Answer;
import io.apogeemq.broker.RecordedFrames;
import io.apogeemq.common.group.MessageModel;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.group.QueryAssignmentRequestBody;
import io.apogeemq.remoting.protocol.group.QueryAssignmentResponseBody;
import io.apogeemq.remoting.protocol.group.QueryAssignmentResponseBody.Assignment;
import io.apogeemq.remoting.protocol.route.QueueData;
import io.apogeemq.remoting.protocol.route.TopicRouteData;
import io.apogeemq.remoting.server.ConnectionListener;
import io.apogeemq.remoting.server.ProcessorTable;
import io.apogeemq.remoting.server.RemotingServer;
import io.apogeemq.remoting.server.ServerConfig;
import io.apogeemq.remoting.transport.EventLoops;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker divides queues by the route that a name server gives: over sockets. */
class ServerRebalanceTest {
    private static final String GROUP = "CG_goldenJ5"; // of the recorded heartbeat
    private static final String CLIENT = "192.0.2.2@push";

    @TempDir Path directory;
    private EventLoops loops;
    private RemotingServer nameServer;
    private BrokerFixture broker;

    @BeforeEach
    void start() {
        TopicRouteData route =
                TopicRouteData.of(
                        List.of(
                                new QueueData("brk-b", 2, 2, 6, 0),
                                new QueueData("brk-a", 2, 2, 6, 0),
                                new QueueData("brk-c", 2, 2, 2, 0)), // not readable
                        List.of());
        ProcessorTable routes =
                ProcessorTable.builder()
                        .on(
                                RequestCode.GET_ROUTEINFO_BY_TOPIC,
                                (request, reply) ->
                                        reply.send(
                                                RemotingCommand.response(
                                                        0, null, null, route.toJson())))
                        .build();
        loops = new EventLoops("names", 1, EventLoops.Transport.AUTO);
        nameServer =
                new RemotingServer(ServerConfig.onPort(0), loops, routes, ConnectionListener.NONE);
        nameServer.start();
        broker = new BrokerFixture(directory, "namesrvAddr=127.0.0.1:" + nameServer.port());
        broker.call(RecordedFrames.request("009-j540-heartbeat-consumer"));
    }

    @AfterEach
    void stop() {
        broker.close();
        nameServer.close();
        loops.close();
    }

    @Test
    void givesTheOnlyMemberEveryReadableQueueOfAllBrokers() {
        Answer answer = ask(CLIENT, "AVG");

        assertEquals(
                List.of(
                        new MessageQueue("T", "brk-a", 0),
                        new MessageQueue("T", "brk-a", 1),
                        new MessageQueue("T", "brk-b", 0),
                        new MessageQueue("T", "brk-b", 1)),
                QueryAssignmentResponseBody.fromJson(answer.body())
                        .messageQueueAssignments()
                        .orElseThrow()
                        .stream()
                        .map(Assignment::messageQueue)
                        .toList());
        assertEquals(
                RecordedFrames.memberNames(
                        RecordedFrames.response("073-j540-query-assignment-pop").bodyBytes()),
                RecordedFrames.memberNames(answer.body()));
    }

    @Test
    void decidesNothingForAClientThatIsNoMember() {
        Answer answer = ask("stranger", "AVG");

        assertEquals("{}", new String(answer.body(), StandardCharsets.UTF_8));
    }

    @Test
    void refusesARuleThatItDoesNotKnow() {
        assertEquals(ResponseCode.INVALID_PARAMETER, ask(CLIENT, "MACHINE_ROOM").code());
    }

    private Answer ask(String clientId, String strategy) {
        var body =
                new QueryAssignmentRequestBody(
                        "T", GROUP, clientId, strategy, MessageModel.CLUSTERING);
        return broker.call(
                RemotingCommand.request(
                        RequestCode.QUERY_ASSIGNMENT, CommandHeader.EMPTY, body.toJson()));
    }
}
