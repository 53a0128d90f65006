package io.apogeemq.namesrv;

import io.apogeemq.common.config.ConfigException;
import io.apogeemq.common.config.ConfigFile;
import io.apogeemq.common.config.ConfigKey;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.remoting.server.RequestRefused;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the settings (319) and changes them (318). Bodies are lines {@code key=value}.
 *
 * <p>Source: wire spec, requests-namesrv, section 14. Stricter than the peer: a key that is not known
 * is refused with the nearest one named.
 *
 * <p>Threads: show on io; change on admin, because it writes a file.
 */
final class ConfigProcessor {
    private static final Logger log = LoggerFactory.getLogger(ConfigProcessor.class);

    private final LiveConfig live;

    ConfigProcessor(LiveConfig live) {
        this.live = live;
    }

    /** GET_NAMESRV_CONFIG (319). */
    void get(RemotingCommand request, Reply reply) {
        StringBuilder text = new StringBuilder();
        live.config()
                .effective()
                .forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
        reply.send(
                RemotingCommand.response(
                        ResponseCode.SUCCESS,
                        null,
                        null,
                        text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** UPDATE_NAMESRV_CONFIG (318). */
    void update(RemotingCommand request, Reply reply) {
        Map<String, String> changes = new LinkedHashMap<>();
        for (ConfigFile.Entry entry : ConfigFile.parse("update", text(request)).entries()) {
            if (live.config().isBlackListed(entry.key())) {
                throw new RequestRefused(
                        ResponseCode.NO_PERMISSION, "Can not update config in black list.");
            }
            changes.put(entry.key(), entry.value());
        }
        if (!changes.isEmpty()) {
            apply(changes);
            log.info("settings changed keys={} file={}", changes.keySet(), updatePath());
        }
        reply.send(RemotingCommand.response(ResponseCode.SUCCESS, remark(changes.keySet())));
    }

    /** Which of the keys are read at the start only. */
    private static String remark(Set<String> keys) {
        List<String> later =
                keys.stream()
                        .flatMap(key -> NamesrvConfig.SCHEMA.key(key).stream())
                        .filter(key -> key.hasEffect() && !key.isReloadable())
                        .map(ConfigKey::name)
                        .toList();
        return later.isEmpty() ? null : "takes effect at the next start: " + later;
    }

    private static String text(RemotingCommand request) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(request.bodyBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new RequestRefused(
                    ResponseCode.SYSTEM_ERROR,
                    "the body is no UTF-8 text; it holds one key=value in each line");
        }
    }

    private void apply(Map<String, String> changes) {
        try {
            live.update(changes);
        } catch (ConfigException e) {
            throw new RequestRefused(ResponseCode.INVALID_PARAMETER, e.getMessage());
        } catch (IOException e) {
            log.error("settings can't be written, nothing was changed file={}", updatePath(), e);
            throw new RequestRefused(
                    ResponseCode.SYSTEM_ERROR,
                    "file '" + updatePath() + "' can't be written, nothing was changed: " + e);
        }
    }

    private Object updatePath() {
        return live.config().updatePath();
    }
}
