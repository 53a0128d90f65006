package io.apogeemq.namesrv;

import io.apogeemq.common.config.ConfigException;
import io.apogeemq.common.config.ConfigFile;
import io.apogeemq.namesrv.route.RouteRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The settings in force, which tools may change while the server runs.
 *
 * <p>A change goes to the file first, key by key where each stands: comments, order and all other
 * lines stay, and the version before is kept beside it.
 *
 * <p>Threads: changed by the admin thread only; any thread reads.
 */
final class LiveConfig {
    /** Settings with what processors ask for on each request. */
    private record InForce(NamesrvConfig config, RouteRules rules) {}

    private volatile InForce inForce; // written by: admin

    LiveConfig(NamesrvConfig config) {
        this.inForce = new InForce(config, config.routeRules());
    }

    NamesrvConfig config() {
        return inForce.config();
    }

    RouteRules routeRules() {
        return inForce.rules();
    }

    /**
     * Changes some keys, on disk when this returns.
     *
     * @throws ConfigException when a key is not known or a value is wrong; nothing is changed then
     * @throws IOException when the file can't be written; nothing is changed then
     */
    void update(Map<String, String> changes) throws IOException {
        NamesrvConfig changed = config().with(changes);
        Path path = changed.updatePath();
        ConfigFile file =
                Files.exists(path) ? ConfigFile.read(path) : ConfigFile.parse(path.toString(), "");
        for (Map.Entry<String, String> change : changes.entrySet()) {
            file = file.with(change.getKey(), change.getValue());
        }
        file.write(path);
        inForce = new InForce(changed, changed.routeRules());
    }
}
