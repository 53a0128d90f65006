package io.apogeemq.admin;

import static java.util.Objects.requireNonNull;

import io.apogeemq.client.admin.AdminClient;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.WireJson;
import java.io.PrintStream;
import java.util.function.Consumer;

/**
 * One run of a command: its options, the cluster it works on, and where its answer goes.
 *
 * <p>Standard output has the answer and nothing else: the text of the command, or with {@code
 * --output json} one JSON object in one line. What an operator should know besides goes to standard
 * error.
 *
 * <p>Threads: confined to the main thread.
 */
public final class Invocation implements AutoCloseable {
    private final Arguments arguments;
    private final String nameServers; // empty: none given
    private final boolean isJson;
    private final PrintStream out;
    private final PrintStream err;
    private AdminClient admin; // null until first asked for

    Invocation(
            Arguments arguments,
            String nameServers,
            boolean isJson,
            PrintStream out,
            PrintStream err) {
        this.arguments = requireNonNull(arguments, "arguments");
        this.nameServers = requireNonNull(nameServers, "nameServers");
        this.isJson = isJson;
        this.out = requireNonNull(out, "out");
        this.err = requireNonNull(err, "err");
    }

    /** The options. */
    public Arguments arguments() {
        return arguments;
    }

    /** Whether the answer is wanted as JSON. */
    public boolean isJson() {
        return isJson;
    }

    /** Addresses of the NameServers, {@code host:port;host:port}. */
    public String nameServers() {
        if (nameServers.isEmpty()) {
            throw new UsageProblem(
                    "no NameServer is given; add -n host:9876 or set the environment variable"
                            + " NAMESRV_ADDR");
        }
        return nameServers;
    }

    /** The cluster; connected when first asked for. */
    public AdminClient admin() {
        if (admin == null) {
            admin = AdminClient.connect(nameServers());
        }
        return admin;
    }

    /** Standard output, for commands that print while they run. */
    public PrintStream out() {
        return out;
    }

    /** Prints the answer in the form that is wanted. */
    public void answer(JsonBody json, Consumer<PrintStream> text) {
        if (isJson) {
            out.println(WireJson.text(json));
        } else {
            text.accept(out);
        }
        out.flush();
    }

    /** Prints a line of the answer's text form; nothing when JSON is wanted. */
    public void line(String text) {
        if (!isJson) {
            out.println(text);
            out.flush();
        }
    }

    /** Tells the operator something that is not part of the answer. */
    public void warn(String text) {
        err.println(text);
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close();
        }
    }
}
