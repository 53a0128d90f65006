package io.apogeemq.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A release of Apache RocketMQ whose programs take part in tests. */
public enum Peer {
    ROCKETMQ_5("peer.rocketmq5.dir"),
    ROCKETMQ_4("peer.rocketmq4.dir");

    private static final Pattern SERVER_JAR =
            Pattern.compile(
                    ".*/rocketmq-(broker|namesrv|controller|store|tiered-store)-[0-9.]+\\.jar");

    private final String property;

    Peer(String property) {
        this.property = property;
    }

    /** The peer's clients and tools, and the witness program. */
    public String clientClassPath() {
        List<String> entries = new ArrayList<>(List.of(folder().resolve("classes").toString()));
        for (String entry : serverClassPath().split(File.pathSeparator)) {
            if (!SERVER_JAR.matcher(entry.replace('\\', '/')).matches()) {
                entries.add(entry);
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    /** Everything of the peer. */
    public String serverClassPath() {
        Path file = folder().resolve("classpath.txt");
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read '" + file + "'; build the peers first", e);
        }
    }

    private Path folder() {
        return Path.of(Install.property(property));
    }
}
