package io.apogeemq.broker.admin;

import static java.util.Objects.requireNonNull;

import io.apogeemq.broker.config.LiveConfig;
import io.apogeemq.common.config.ConfigSetting;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.remoting.protocol.admin.GetBrokerConfigResponseHeader;
import io.apogeemq.remoting.protocol.admin.PropertiesText;
import io.apogeemq.remoting.protocol.namesrv.KvTable;
import io.apogeemq.remoting.server.Reply;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker itself: how it is (28), how it is set (26), and setting it while it runs (25).
 *
 * <p>Threads: the admin executor.
 */
public final class BrokerAdmin {
    private static final Logger log = LoggerFactory.getLogger(BrokerAdmin.class);

    /** Settings that would let a remote caller choose which files the broker writes. */
    private static final Set<String> NOT_FROM_REMOTE =
            Set.of("brokerConfigPath", "rocketmqHome", "configBlackList");

    private final LiveConfig config;
    private final RuntimeTable runtime;

    /** Shows and sets the settings of this broker. */
    public BrokerAdmin(LiveConfig config, RuntimeTable runtime) {
        this.config = requireNonNull(config, "config");
        this.runtime = requireNonNull(runtime, "runtime");
    }

    /** Handles GET_BROKER_RUNTIME_INFO (28). */
    public void runtimeInfo(RemotingCommand request, Reply reply) {
        Answers.body(reply, new KvTable(runtime.rows()));
    }

    /** Handles GET_BROKER_CONFIG (26). */
    public void show(RemotingCommand request, Reply reply) {
        SortedMap<String, String> settings = new TreeMap<>();
        for (ConfigSetting setting : config.values().settings()) {
            settings.put(setting.key().name(), setting.shownText());
        }
        reply.send(
                RemotingCommand.response(
                        ResponseCode.SUCCESS,
                        null,
                        new GetBrokerConfigResponseHeader(WireJson.text(config.version())),
                        PropertiesText.write(settings)));
    }

    /**
     * Handles UPDATE_BROKER_CONFIG (25). A key that is not known, a value of the wrong type, or a key
     * that acts at start only is refused with the reason, and nothing changes.
     */
    public void update(RemotingCommand request, Reply reply) throws IOException {
        Map<String, String> changes = PropertiesText.read(request.bodyBytes());
        for (String key : changes.keySet()) {
            if (NOT_FROM_REMOTE.contains(key)) {
                reply.fail(ResponseCode.NO_PERMISSION, "Can not update config in black list.");
                return;
            }
        }
        config.update(changes);
        log.info(
                "settings changed by an administrator keys={} peer={}",
                changes.keySet(),
                reply.connection().remoteAddress());
        Answers.done(reply);
    }
}
