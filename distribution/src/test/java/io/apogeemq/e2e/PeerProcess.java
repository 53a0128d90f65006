package io.apogeemq.e2e;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The witness program with the client of one release of the peer, in a JVM of its own. Scenarios are
 * played one after the other; each checks for itself what it sees. Confined to the test's thread.
 */
public final class PeerProcess implements AutoCloseable {
    private final OsProcess process;
    private final ClientLog log;
    private int linesBefore; // said before the present scenario began

    private PeerProcess(OsProcess process, ClientLog log) {
        this.process = process;
        this.log = log;
    }

    public static PeerProcess start(Peer peer, Path folder, String nameServers) {
        Path home = folder.resolve("home");
        OsProcess process =
                OsProcess.start(
                        "witness-" + peer,
                        folder,
                        Map.of(),
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx160m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Dfile.encoding=UTF-8",
                                "-Duser.home=" + home,
                                "-cp",
                                peer.clientClassPath(),
                                "io.apogeemq.witness.Witness",
                                nameServers));
        process.awaitLine("@ready"::equals, "@ready");
        return new PeerProcess(process, new ClientLog(home));
    }

    /** Plays one scenario to its end and returns what was seen; fails with the witness's words. */
    public String play(String scenario) {
        begin(scenario);
        return end(scenario);
    }

    /** Lets a scenario begin that goes on until it is told otherwise. */
    public void begin(String scenario) {
        linesBefore = process.out().size();
        process.writeLine(scenario);
    }

    /** Says something to the scenario that runs. */
    public void say(String word) {
        process.writeLine(word);
    }

    /** Waits for the end of a scenario. */
    public String end(String scenario) {
        String line =
                process.awaitLine(
                        linesBefore,
                        said ->
                                said.startsWith("@pass " + scenario + " ")
                                        || said.startsWith("@fail " + scenario + " "),
                        "about the end of scenario " + scenario);
        if (line.startsWith("@fail ")) {
            throw new AssertionError(line + "\n" + process);
        }
        return line.substring("@pass ".length() + scenario.length() + 1);
    }

    /** The number behind a word in the last note of the scenario that runs, such as {@code received=}. */
    public long lastNoted(String scenario, String word) {
        List<String> lines = process.out();
        for (int i = lines.size() - 1; i >= linesBefore; i--) {
            if (lines.get(i).startsWith("@note " + scenario + " ")) {
                return number(lines.get(i), word);
            }
        }
        return 0;
    }

    /** The number behind a word such as {@code received=} in what the witness said. */
    public static long number(String line, String word) {
        for (String part : line.split(" ", -1)) {
            if (part.startsWith(word)) {
                return Long.parseLong(part.substring(word.length()));
            }
        }
        throw new AssertionError("no '" + word + "' in '" + line + "'");
    }

    public ClientLog log() {
        return log;
    }

    /** Lets the client shut down, and returns the exit code. */
    public int finish() {
        process.closeInput();
        return process.awaitExit(Deadline.LONG);
    }

    @Override
    public void close() {
        process.close();
    }

    @Override
    public String toString() {
        return process.toString();
    }
}
