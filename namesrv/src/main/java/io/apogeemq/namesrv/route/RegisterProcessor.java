package io.apogeemq.namesrv.route;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.error.MqException;
import io.apogeemq.namesrv.kv.KvConfigs;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.namesrv.KvTable;
import io.apogeemq.remoting.protocol.register.RegisterBrokerBody;
import io.apogeemq.remoting.protocol.register.RegisterBrokerRequestHeader;
import io.apogeemq.remoting.protocol.register.RegisterBrokerResponseHeader;
import io.apogeemq.remoting.protocol.register.UnregisterBrokerRequestHeader;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.remoting.server.RequestRefused;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets brokers come and go: REGISTER_BROKER (103) and UNREGISTER_BROKER (104).
 *
 * <p>The form of a registration's body is read from the body itself: a current peer with
 * compressedRegister=true says in the header that it is not compressed.
 *
 * <p>Source: wire spec, requests-namesrv, sections 2 and 3.
 *
 * <p>Threads: registry, since a registration may carry a hundred thousand topics.
 */
public final class RegisterProcessor {
    private static final Logger log = LoggerFactory.getLogger(RegisterProcessor.class);
    private static final Duration WARN_PAUSE = Duration.ofMinutes(1);
    private static final byte[] NO_BODY = {};
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(120);

    private final RouteTable routes;
    private final KvConfigs configs;
    private final Supplier<RouteRules> rules;
    private final Clock clock;

    // written by: registry
    private boolean hasWarned;
    private long lastWarnNanos;
    private int suppressedWarnings;

    /** Changes this table; order settings come from the configs. */
    public RegisterProcessor(
            RouteTable routes, KvConfigs configs, Supplier<RouteRules> rules, Clock clock) {
        this.routes = routes;
        this.configs = configs;
        this.rules = rules;
        this.clock = clock;
    }

    /** REGISTER_BROKER (103). */
    public void register(RemotingCommand request, Reply reply) {
        RegisterBrokerRequestHeader header = RegisterBrokerRequestHeader.read(request.fields());
        requireText("brokerName", header.brokerName());
        requireText("brokerAddr", header.brokerAddr());
        requireText("clusterName", header.clusterName());
        if (header.brokerId() < 0) {
            throw new RequestRefused(
                    ResponseCode.INVALID_PARAMETER,
                    "header field 'brokerId' is '"
                            + header.brokerId()
                            + "'; a broker registers with 0 (master) or more");
        }
        Registration broker = registration(header, body(header, request), request, reply);
        boolean isNew = routes.snapshot().group(broker.brokerName()).isEmpty();
        RegistrationOutcome outcome =
                routes.register(broker, rules.get().deleteTopicWithBrokerRegistration());
        if (outcome instanceof RegistrationOutcome.Accepted accepted) {
            log(broker, isNew);
            reply.send(answer(accepted));
        } else if (outcome instanceof RegistrationOutcome.Superseded superseded) {
            warn(broker, superseded);
            reply.send(RemotingCommand.response(ResponseCode.SUCCESS, null, CommandHeader.EMPTY));
        } else if (outcome instanceof RegistrationOutcome.Incomplete) {
            throw new RequestRefused(
                    ResponseCode.SYSTEM_ERROR,
                    "register broker failed: broker '"
                            + broker.brokerName()
                            + "' id "
                            + broker.brokerId()
                            + " is not registered here and sent one topic only; register all of its"
                            + " topics first");
        } else if (outcome instanceof RegistrationOutcome.Full) {
            throw new RequestRefused(
                    ResponseCode.SYSTEM_BUSY,
                    "the registry is full: broker '"
                            + broker.brokerName()
                            + "' with "
                            + broker.topics().topics().size()
                            + " topics does not fit; raise the heap of this name server (-Xmx)");
        } else {
            throw new AssertionError(outcome);
        }
    }

    private static void requireText(String field, String value) {
        if (value.isBlank()) {
            throw new RequestRefused(
                    ResponseCode.INVALID_PARAMETER,
                    "header field '" + field + "' is empty; a broker registers with one");
        }
    }

    private static RegisterBrokerBody body(
            RegisterBrokerRequestHeader header, RemotingCommand request) {
        byte[] body = request.bodyBytes();
        if (header.bodyCrc32() != 0 && header.bodyCrc32() != RegisterBrokerBody.crc32(body)) {
            throw new RequestRefused(
                    ResponseCode.SYSTEM_ERROR,
                    "crc32 not match: the registration of broker '"
                            + header.brokerName()
                            + "' arrived with "
                            + body.length
                            + " bytes whose checksum is not the stated one");
        }
        try {
            return RegisterBrokerBody.read(body, request.version());
        } catch (MqException e) {
            throw new RequestRefused(
                    ResponseCode.SYSTEM_ERROR,
                    "registration of broker '"
                            + header.brokerName()
                            + "' can't be read: "
                            + e.getMessage());
        }
    }

    private static Registration registration(
            RegisterBrokerRequestHeader header,
            RegisterBrokerBody body,
            RemotingCommand request,
            Reply reply) {
        Duration timeout =
                header.heartbeatTimeoutMillis() > 0
                        ? Duration.ofMillis(header.heartbeatTimeoutMillis())
                        : USUAL_TIMEOUT;
        return new Registration(
                new BrokerAddress(header.clusterName(), header.brokerAddr()),
                header.brokerName(),
                header.brokerId(),
                header.haServerAddr(),
                header.zoneName(),
                request.fields().has("enableActingMaster"),
                header.enableActingMaster(),
                timeout,
                body.topicTable(),
                body.filterServerList(),
                reply.connection());
    }

    private static void log(Registration broker, boolean isNew) {
        if (isNew) {
            log.info(
                    "broker registered cluster={} broker={} id={} address={} topics={}",
                    broker.address().cluster(),
                    broker.brokerName(),
                    broker.brokerId(),
                    broker.address().address(),
                    broker.topics().topics().size());
        } else {
            log.debug(
                    "broker registered again broker={} id={} topics={} version={}",
                    broker.brokerName(),
                    broker.brokerId(),
                    broker.topics().topics().size(),
                    broker.topics().dataVersion());
        }
    }

    /** Once in a while only: whoever is refused comes back every few seconds. */
    private void warn(Registration broker, RegistrationOutcome.Superseded superseded) {
        long now = clock.nanoTime();
        if (hasWarned && now - lastWarnNanos < WARN_PAUSE.toNanos()) {
            suppressedWarnings++;
            return;
        }
        log.warn(
                "two brokers claim one id, the one of the later term stays: stop the other or give"
                        + " it another brokerId broker={} id={} refused={} stays={} suppressed={}",
                broker.brokerName(),
                broker.brokerId(),
                broker.address().address(),
                superseded.holder(),
                suppressedWarnings);
        hasWarned = true;
        lastWarnNanos = now;
        suppressedWarnings = 0;
    }

    private RemotingCommand answer(RegistrationOutcome.Accepted accepted) {
        CommandHeader header =
                new RegisterBrokerResponseHeader(
                        accepted.masterHaServerAddr(), accepted.masterAddr());
        byte[] orderSettings =
                rules.get().returnOrderTopicConfigToBroker()
                        ? configs.namespace(KvConfigs.ORDER_NAMESPACE)
                                .map(table -> new KvTable(table).toJson())
                                .orElse(NO_BODY)
                        : NO_BODY;
        return RemotingCommand.response(ResponseCode.SUCCESS, null, header, orderSettings);
    }

    /** UNREGISTER_BROKER (104). */
    public void unregister(RemotingCommand request, Reply reply) {
        UnregisterBrokerRequestHeader header = UnregisterBrokerRequestHeader.read(request.fields());
        BrokerAddress address = new BrokerAddress(header.clusterName(), header.brokerAddr());
        if (routes.remove(address, header.brokerName())) {
            log.info(
                    "broker is gone cluster={} broker={} id={} address={} reason=unregistered",
                    header.clusterName(),
                    header.brokerName(),
                    header.brokerId(),
                    header.brokerAddr());
        }
        reply.send(RemotingCommand.response(ResponseCode.SUCCESS, null));
    }
}
