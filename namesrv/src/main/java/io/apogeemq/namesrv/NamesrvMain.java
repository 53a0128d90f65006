package io.apogeemq.namesrv;

import io.apogeemq.common.config.ConfigException;
import io.apogeemq.common.error.MqException;
import io.apogeemq.remoting.server.PortUnavailable;
import io.apogeemq.remoting.transport.EventLoops;
import java.io.PrintStream;
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
 * The name server as a process of its own.
 *
 * <pre>
 * exit code  0 stopped, or printed what was asked for    2 wrong option, unreadable file
 *            3 data can't be read                        4 port can't be had
 *            6 wrong setting
 * </pre>
 *
 * Source: scripts and configuration spec, sections 3, 6 and 7.
 *
 * <p>Threads: main starts the server and waits; a shutdown hook stops it.
 */
public final class NamesrvMain {
    private static final Logger log = LoggerFactory.getLogger(NamesrvMain.class);

    /** System property with the installation's directory; without it files go to the current one. */
    static final String HOME_PROPERTY = "apogeemq.home";

    static final int RUNNING = -1;
    static final int OK = 0;
    static final int WRONG_USE = 2;
    static final int DATA_UNREADABLE = 3;
    static final int PORT_TAKEN = 4;
    static final int WRONG_SETTING = 6;

    private static final int MOST_IO_THREADS = 4;

    private static final String USAGE =
            """
            usage: mqnamesrv [options] [key=value ...]
              -c, --configFile FILE    settings, as lines key=value
              -n, --namesrvAddr LIST   accepted and not used
              -p, --printConfigItem    print the settings in force and exit
                  --explain            with -p: where each value comes from and what it means
              -h, --help               print this and exit
            Words key=value behind the options beat the environment (APOGEE_KEY_NAME), which beats
            the file.
            """;

    private final Path home;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    NamesrvMain(Path home, Map<String, String> environment, PrintStream out, PrintStream err) {
        this.home = home;
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** Starts a name server, and waits until a signal stops it. */
    public static void main(String[] args) throws InterruptedException {
        Path home = Path.of(System.getProperty(HOME_PROPERTY, "")).toAbsolutePath();
        int exitCode = new NamesrvMain(home, System.getenv(), System.out, System.err).run(args);
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
            return run(line);
        } catch (ParseException e) {
            err.println(e.getMessage());
            err.print(USAGE);
            return WRONG_USE;
        } catch (ConfigException e) {
            err.println(e.getMessage());
            return e.problems().isEmpty() ? WRONG_USE : WRONG_SETTING;
        } catch (PortUnavailable e) {
            err.println(e.getMessage());
            return PORT_TAKEN;
        } catch (MqException e) {
            err.println(e.getMessage());
            return DATA_UNREADABLE;
        }
    }

    private static Options options() {
        return new Options()
                .addOption("c", "configFile", true, "settings")
                .addOption("n", "namesrvAddr", true, "not used")
                .addOption("p", "printConfigItem", false, "print the settings")
                .addOption(null, "explain", false, "print them with their sources")
                .addOption("h", "help", false, "print the usage");
    }

    private int run(CommandLine line) {
        Optional<Path> file = Optional.ofNullable(line.getOptionValue("c")).map(Path::of);
        NamesrvConfig config = NamesrvConfig.resolve(home, file, environment, line.getArgList());
        if (line.hasOption("p")) {
            print(config, line.hasOption("explain"));
            return OK;
        }
        file.ifPresent(path -> out.println("load config properties file OK, " + path));
        start(config);
        return RUNNING;
    }

    private void print(NamesrvConfig config, boolean isExplained) {
        if (isExplained) {
            config.explained().forEach(out::println);
        } else {
            config.effective().forEach((key, value) -> out.println(key + '=' + value));
        }
    }

    private void start(NamesrvConfig config) {
        // One thread answers far more route requests than a cluster asks for.
        int halfOfTheCores = Runtime.getRuntime().availableProcessors() / 2;
        int ioThreads = Math.max(1, Math.min(MOST_IO_THREADS, halfOfTheCores));
        EventLoops loops = new EventLoops("io", ioThreads, EventLoops.Transport.AUTO);
        NamesrvServer server = new NamesrvServer(config, loops);
        try {
            server.start();
        } catch (RuntimeException e) {
            loops.close();
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, loops), "stop"));
        out.println(
                "The Name Server boot success. serializeType=JSON, address "
                        + config.server().bindAddress()
                        + ":"
                        + server.port());
        out.flush();
    }

    /** Runs in the shutdown hook; ends the process with 0, where the JVM would say 143. */
    private static void stop(NamesrvServer server, EventLoops loops) {
        long startNanos = System.nanoTime();
        server.close();
        loops.close();
        log.info(
                "name server stopped millis={}",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
        Runtime.getRuntime().halt(OK);
    }
}
