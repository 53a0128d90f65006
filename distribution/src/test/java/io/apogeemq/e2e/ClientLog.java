package io.apogeemq.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the peer's client has written into its log under a user's home. */
public final class ClientLog {
    private static final Pattern ENTRY =
            Pattern.compile("^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d.*");
    private static final Pattern COMPLAINT =
            Pattern.compile("^[-0-9]+ [0-9:.,]+ +(WARN|ERROR) .*", Pattern.DOTALL);

    /** What the client says with Apache's own servers as well. */
    private static final List<Pattern> SAID_EVERYWHERE =
            List.of(
                    // It asks for the retry topic before the heartbeat that creates it, and waits
                    // for a topic that it has just created.
                    Pattern.compile("get Topic .* RouteInfoFromNameServer is not exist value"),
                    // So it finds no broker to ask for the members of the group.
                    Pattern.compile("doRebalance, .* %RETRY%.*, get consumer id list failed"),
                    // Two of its threads send heartbeats at once.
                    Pattern.compile("lock heartBeat, but failed"),
                    // After a rebalance it pulls before its heartbeat has told the broker so.
                    Pattern.compile("CODE: 25 |the subscription is not latest"),
                    // It commits while polling, also for queues that nothing was polled from yet.
                    Pattern.compile("consumerOffset is -1 in messageQueue"));

    private final Path home;

    ClientLog(Path home) {
        this.home = home;
    }

    /** Entries of levels WARN and ERROR, stack traces included, that need an explanation. */
    public List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        for (String entry : entries()) {
            if (COMPLAINT.matcher(entry).matches()
                    && SAID_EVERYWHERE.stream().noneMatch(said -> said.matcher(entry).find())) {
                complaints.add(entry);
            }
        }
        return complaints;
    }

    private List<String> entries() {
        List<String> entries = new ArrayList<>();
        StringBuilder entry = new StringBuilder();
        for (String line : lines()) {
            if (ENTRY.matcher(line).matches() && entry.length() > 0) {
                entries.add(entry.toString());
                entry.setLength(0);
            }
            entry.append(line).append('\n');
        }
        entries.add(entry.toString());
        return entries;
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".log")).toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the client's log in '" + home + "'", e);
        }
        if (lines.isEmpty()) {
            throw new IllegalStateException("the client has written no log in '" + home + "'");
        }
        return lines;
    }
}
