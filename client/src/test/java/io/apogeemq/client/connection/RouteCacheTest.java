package io.apogeemq.client.connection;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.client.error.NameServersUnreachableException;
import io.apogeemq.client.error.NoRouteException;
import io.apogeemq.client.fake.FakeBroker;
import io.apogeemq.client.fake.FakeNameServer;
import io.apogeemq.common.error.ErrorCategory;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.transport.EventLoops;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes: asked for once, kept while NameServers fail, and missing for three reasons. */
class RouteCacheTest {
    private final EventLoops loops = new EventLoops("fake-io", 1, EventLoops.Transport.AUTO);
    private FakeNameServer one;
    private FakeNameServer two;
    private FakeBroker a;
    private FakeBroker b;

    @BeforeEach
    void start() {
        one = new FakeNameServer(loops);
        two = new FakeNameServer(loops);
        a = new FakeBroker("broker-a", loops);
        b = new FakeBroker("broker-b", loops);
    }

    @AfterEach
    void stop() {
        a.close();
        b.close();
        one.close();
        two.close();
        loops.close();
    }

    private ClientConnections connect(String nameServers) {
        return ClientConnections.builder()
                .nameServers(nameServers)
                .requestTimeout(Duration.ofSeconds(1))
                .build();
    }

    private String both() {
        return one.address() + ';' + two.address();
    }

    private static NoRouteException noRoute(CompletableFuture<TopicRoute> future) {
        ExecutionException error =
                assertThrows(ExecutionException.class, () -> future.get(10, SECONDS));
        return assertInstanceOf(NoRouteException.class, error.getCause());
    }

    @Test
    void lookUpsOfOneTopicAtTheSameTimeShareOneRequest() throws Exception {
        one.addTopic("orders", 4, a);
        one.holdAnswers();
        try (ClientConnections connections = connect(one.address())) {
            List<CompletableFuture<TopicRoute>> all = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                all.add(connections.routes().route("orders"));
            }
            await().until(() -> one.heldAnswers() == 1);

            one.answerHeld("orders");

            for (CompletableFuture<TopicRoute> route : all) {
                assertEquals(4, route.get(5, SECONDS).publishQueues().size());
            }
            assertEquals(1, one.routeRequests());
        }
    }

    @Test
    void oneCallersCancellingIsNotTheOthersLoss() throws Exception {
        one.addTopic("orders", 4, a);
        one.holdAnswers();
        try (ClientConnections connections = connect(one.address())) {
            CompletableFuture<TopicRoute> first = connections.routes().route("orders");
            CompletableFuture<TopicRoute> second = connections.routes().route("orders");
            await().until(() -> one.heldAnswers() == 1);

            first.cancel(false);
            one.answerHeld("orders");

            assertEquals("orders", second.get(5, SECONDS).topic());
        }
    }

    @Test
    void goesOnWithAnotherNameServerWhenOneIsGone() throws Exception {
        one.addTopic("orders", 4, a);
        two.addTopic("orders", 4, a);
        try (ClientConnections connections = connect(both())) {
            connections.routes().route("orders").get(5, SECONDS);
            FakeNameServer used = one.routeRequests() > 0 ? one : two;
            FakeNameServer other = used == one ? two : one;
            used.close();
            other.addTopic("later", 2, b);

            assertEquals("later", connections.routes().route("later").get(5, SECONDS).topic());
        }
    }

    @Test
    void goesOnWithAnotherNameServerWhenOneIsSilentOrBroken() throws Exception {
        one.addTopic("orders", 4, a);
        two.addTopic("orders", 4, a);
        one.beSilent(true);
        try (ClientConnections connections = connect(both())) {
            for (int i = 0; i < 3; i++) {
                connections.routes().refresh("orders").get(5, SECONDS);
            }
            assertTrue(one.routeRequests() <= 1, "stays with the one that answers");
        }
        one.beSilent(false);
        one.refuseWith(ResponseCode.SYSTEM_ERROR);
        try (ClientConnections connections = connect(both())) {
            assertEquals("orders", connections.routes().route("orders").get(5, SECONDS).topic());
        }
    }

    @Test
    void asksTheOthersBeforeATopicCountsAsMissing() throws Exception {
        two.addTopic("orders", 4, a);
        for (int i = 0; i < 4; i++) { // whichever comes first
            try (ClientConnections connections = connect(both())) {
                assertEquals(
                        "orders", connections.routes().route("orders").get(5, SECONDS).topic());
            }
        }
    }

    @Test
    void keepsAKnownRouteWhileNameServersFailOrHaveForgottenIt() throws Exception {
        one.addTopic("orders", 4, a);
        try (ClientConnections connections = connect(one.address())) {
            connections.routes().route("orders").get(5, SECONDS);

            one.removeTopic("orders");
            assertEquals(
                    4,
                    connections.routes().refresh("orders").get(5, SECONDS).publishQueues().size());
            one.close();
            assertEquals(
                    4,
                    connections.routes().refresh("orders").get(5, SECONDS).publishQueues().size());
        }
    }

    @Test
    void refreshesByItselfAndTellsWhatChanged() throws Exception {
        one.addTopic("orders", 4, a);
        List<TopicRoute> heard = new CopyOnWriteArrayList<>();
        try (ClientConnections connections =
                ClientConnections.builder()
                        .nameServers(one.address())
                        .routeRefreshInterval(Duration.ofMillis(50))
                        .build()) {
            Registration listening = connections.routes().onChange(heard::add);
            connections.routes().route("orders").get(5, SECONDS);
            one.addTopic("orders", 4, a, b);

            await().until(() -> heard.size() == 2);
            assertEquals(8, heard.get(1).publishQueues().size());
            listening.close();
            assertEquals(
                    List.of("broker-a", "broker-b"),
                    List.copyOf(connections.routes().brokers().keySet()));
        }
    }

    @Test
    void saysWhichNameServersWereTriedAndWhatBecameOfEach() {
        two.beSilent(true);
        String gone = one.address();
        one.close();
        try (ClientConnections connections = connect(both())) {
            NoRouteException error = noRoute(connections.routes().route("orders"));

            assertEquals(NoRouteException.Kind.NAME_SERVERS_UNREACHABLE, error.kind());
            assertEquals(ErrorCategory.BUSY, error.category());
            assertTrue(error.getMessage().contains("'" + gone + "' (cannot connect to"));
            assertTrue(
                    error.getMessage().contains("'" + two.address() + "' (no response from"),
                    error::getMessage);
            assertTrue(error.getMessage().contains("nameServers setting"));
            NameServersUnreachableException cause =
                    assertInstanceOf(NameServersUnreachableException.class, error.getCause());
            assertEquals(2, cause.attempts().size());
        }
    }

    @Test
    void tellsAMissingTopicFromAMissingBroker() {
        try (ClientConnections connections = connect(one.address())) {
            NoRouteException empty = noRoute(connections.routes().routeForSending("orders"));
            assertEquals(NoRouteException.Kind.NO_BROKER, empty.kind());
            assertTrue(empty.getMessage().contains("mqbroker"), empty::getMessage);

            one.addBroker(a);
            NoRouteException missing = noRoute(connections.routes().routeForSending("orders"));
            assertEquals(NoRouteException.Kind.TOPIC_MISSING, missing.kind());
            assertEquals(ErrorCategory.CALLER, missing.category());
            assertTrue(
                    missing.getMessage()
                            .contains(
                                    "mqadmin updateTopic -n "
                                            + one.address()
                                            + " -c <cluster> -t orders"),
                    missing::getMessage);
            assertTrue(missing.getMessage().contains("autoCreateTopicEnable=true"));
        }
    }

    @Test
    void replacesTheTemplateOnceTheTopicExists() throws Exception {
        one.addTopic("TBW102", 8, a, b);
        try (ClientConnections connections =
                ClientConnections.builder()
                        .nameServers(one.address())
                        .routeRefreshInterval(Duration.ofMillis(50))
                        .build()) {
            TopicRoute template = connections.routes().routeForSending("new").get(5, SECONDS);
            assertTrue(template.isTemplate());
            assertEquals(8, template.publishQueues().size());
            assertTrue(connections.routes().cached("new").isEmpty(), "consumers do not see it");

            one.addTopic("new", 4, a);

            await().until(
                            () ->
                                    connections
                                                    .routes()
                                                    .cachedForSending("new")
                                                    .orElseThrow()
                                                    .publishQueues()
                                                    .size()
                                            == 4);
        }
    }
}
