package io.apogeemq.store.crash;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the log of the store silent while it is opened a hundred thousand times. */
final class QuietLog {

    private final Logger log = (Logger) LoggerFactory.getLogger("io.apogeemq.store");
    private final Level before = log.getLevel();

    void begin() {
        log.setLevel(Level.OFF);
    }

    void end() {
        log.setLevel(before);
    }
}
