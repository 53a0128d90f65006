package io.apogeemq.witness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Runs scenarios against the servers at one list of NameServers.
 *
 * <pre>
 * arguments      name server list, then scenarios; with no scenario they are read from standard
 *                input, one a line, until its end
 * standard out   @ready
 *                @note SCENARIO what happened        any number, while it runs
 *                @pass SCENARIO what was seen        one of these two ends each scenario
 *                @fail SCENARIO why
 * exit code      0 when every scenario passed, else 1
 * system property user.home   where the peer's client keeps its log and local offsets
 * </pre>
 */
public final class Witness {
    private final String nameServers;
    private final BufferedReader input;
    private final Deque<Runnable> shutdowns = new ArrayDeque<>(); // confined to the main thread
    private boolean isEverythingWell = true; // confined to the main thread

    private Witness(String nameServers, BufferedReader input) {
        this.nameServers = nameServers;
        this.input = input;
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 0) {
            System.err.println("usage: Witness NAMESERVERS [SCENARIO ...]");
            System.exit(1);
        }
        BufferedReader input =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Witness witness = new Witness(arguments[0], input);
        witness.run(Arrays.copyOfRange(arguments, 1, arguments.length));
        witness.shutdowns.forEach(Runnable::run);
        System.exit(witness.isEverythingWell ? 0 : 1);
    }

    private void run(String[] scenarios) throws IOException {
        say("@ready");
        for (String scenario : scenarios) {
            run(scenario);
        }
        if (scenarios.length > 0) {
            return;
        }
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            if (!line.isBlank()) {
                run(line.strip());
            }
        }
    }

    private void run(String name) {
        try {
            long start = System.nanoTime();
            String seen = play(name);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            say("@pass " + name + " " + seen + " millis=" + millis);
        } catch (Throwable e) {
            // The boundary of one scenario: whatever went wrong is its result.
            isEverythingWell = false;
            say("@fail " + name + " " + String.valueOf(e).replaceAll("\\s*\\n\\s*", " | "));
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            System.err.println(trace);
        }
    }

    private String play(String name) throws Exception {
        return Scenarios.byName(name).run(new Bench(name, nameServers, input, shutdowns));
    }

    static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
