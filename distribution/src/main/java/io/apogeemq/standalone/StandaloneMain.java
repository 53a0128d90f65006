package io.apogeemq.standalone;

import io.apogeemq.broker.config.BrokerConfigKeys;
import io.apogeemq.common.config.ConfigException;
import io.apogeemq.common.config.ConfigFile;
import io.apogeemq.common.config.ConfigResolver;
import io.apogeemq.common.config.ConfigValues;
import io.apogeemq.common.error.MqException;
import io.apogeemq.remoting.server.PortUnavailable;
import io.apogeemq.remoting.transport.TransportUnavailable;
import io.apogeemq.store.StoreException;
import io.apogeemq.store.file.StoreInUse;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A NameServer and a Broker as one process.
 *
 * <pre>
 * exit code  0 stopped, or printed what was asked for    2 wrong option, unreadable file
 *            3 store can't be opened                     4 port can't be had
 *            5 store is in use                           6 wrong setting
 * </pre>
 *
 * Source: scripts and configuration spec, sections 3, 6 and 7.
 *
 * <p>Threads: main starts the servers and waits; a shutdown hook stops them.
 */
public final class StandaloneMain {
    private static final Logger log = LoggerFactory.getLogger(StandaloneMain.class);

    /** System property with the installation's directory; without it files go to the current one. */
    static final String HOME_PROPERTY = "apogeemq.home";

    static final int RUNNING = -1;
    static final int OK = 0;
    static final int WRONG_USE = 2;
    static final int STORE_UNUSABLE = 3;
    static final int PORT_TAKEN = 4;
    static final int STORE_IN_USE = 5;
    static final int WRONG_SETTING = 6;

    static final int DEFAULT_NAME_SERVER_PORT = 9876;
    private static final int HIGHEST_PORT = 65_535;

    private static final String USAGE =
            """
            usage: mqstandalone [options] [key=value ...]
              -c, --configFile FILE    settings of the broker, as lines key=value
              -n, --namesrvPort PORT   port of the name server (default 9876; 0: any free one)
                  --ports auto         free ports for both; the start lines tell which
              -h, --help               print this and exit
            Words key=value behind the options are settings of the broker; they beat the environment
            (APOGEE_KEY_NAME), which beats the file.
            """;

    private final Path home;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    StandaloneMain(Path home, Map<String, String> environment, PrintStream out, PrintStream err) {
        this.home = home;
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** Starts both servers, and waits until a signal stops them. */
    public static void main(String[] args) throws InterruptedException {
        Path home = Path.of(System.getProperty(HOME_PROPERTY, "")).toAbsolutePath();
        int exitCode = new StandaloneMain(home, System.getenv(), System.out, System.err).run(args);
        if (exitCode != RUNNING) {
            System.exit(exitCode);
        }
        // Every other thread is a daemon: the process lives until the shutdown hook ends it.
        Thread.currentThread().join();
    }

    /** The exit code, or {@link #RUNNING}. */
    int run(String... args) {
        try {
            CommandLine line = new DefaultParser().parse(options(), args);
            if (line.hasOption("h")) {
                out.print(USAGE);
                return OK;
            }
            StandaloneServer server = start(line);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop"));
            server.bootLines().forEach(out::println);
            out.flush();
            return RUNNING;
        } catch (ParseException e) {
            err.println(e.getMessage());
            err.print(USAGE);
            return WRONG_USE;
        } catch (RuntimeException e) {
            int exitCode = exitCode(e);
            err.println(reason(e));
            return exitCode;
        }
    }

    private static Options options() {
        return new Options()
                .addOption("c", "configFile", true, "settings of the broker")
                .addOption("n", "namesrvPort", true, "port of the name server")
                .addOption(null, "ports", true, "auto: free ports")
                .addOption("h", "help", false, "print the usage");
    }

    private StandaloneServer start(CommandLine line) throws ParseException {
        boolean anyPorts = line.hasOption("ports");
        if (anyPorts && !line.getOptionValue("ports").equals("auto")) {
            throw new ParseException(
                    "--ports '" + line.getOptionValue("ports") + "' can only be auto");
        }
        int nameServerPort = anyPorts ? 0 : nameServerPort(line);
        Optional<Path> file = Optional.ofNullable(line.getOptionValue("c")).map(Path::of);
        ConfigResolver resolver = BrokerConfigKeys.SCHEMA.resolver();
        file.map(ConfigFile::read).ifPresent(resolver::file);
        resolver.environment(environment).words(line.getArgList());
        if (anyPorts) {
            resolver.option("--ports", BrokerConfigKeys.LISTEN_PORT, "0");
        }
        ConfigValues values = resolver.resolve();
        values.notices().forEach(log::warn);
        StandaloneServer server = StandaloneServer.start(home, nameServerPort, values, file);
        file.ifPresent(path -> out.println("load config properties file OK, " + path));
        return server;
    }

    private static int nameServerPort(CommandLine line) throws ParseException {
        String text = line.getOptionValue("n", Integer.toString(DEFAULT_NAME_SERVER_PORT)).trim();
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= HIGHEST_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // falls through to the one message for everything that is no port
        }
        throw new ParseException("--namesrvPort '" + text + "' must be a number from 0 to 65535");
    }

    /** The exit code of a start that did not succeed; throws on what nobody foresaw. */
    static int exitCode(RuntimeException e) {
        if (e instanceof ConfigException problem) {
            boolean isWrongUse =
                    problem.problems().stream().allMatch(it -> it.source().startsWith("option"));
            return isWrongUse ? WRONG_USE : WRONG_SETTING;
        }
        if (e instanceof TransportUnavailable) {
            return WRONG_SETTING;
        }
        if (e instanceof PortUnavailable) {
            return PORT_TAKEN;
        }
        if (e instanceof StoreException && e.getCause() instanceof StoreInUse) {
            return STORE_IN_USE;
        }
        if (e instanceof MqException || e instanceof UncheckedIOException) {
            return STORE_UNUSABLE;
        }
        throw e;
    }

    /** Why a start did not succeed, in one line. */
    static String reason(RuntimeException e) {
        return e.getCause() instanceof StoreInUse inUse ? inUse.getMessage() : e.getMessage();
    }

    /** Runs in the shutdown hook; ends the process with 0, where the JVM would say 143. */
    private static void stop(StandaloneServer server) {
        long startNanos = System.nanoTime();
        server.close();
        log.info(
                "stopped millis={}", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
        Runtime.getRuntime().halt(OK);
    }
}
