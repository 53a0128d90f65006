package io.apogeemq.broker;

import io.apogeemq.broker.config.BrokerConfigKeys;
import io.apogeemq.common.config.ConfigException;
import io.apogeemq.common.config.ConfigFile;
import io.apogeemq.common.config.ConfigResolver;
import io.apogeemq.common.config.ConfigSetting;
import io.apogeemq.common.config.ConfigValues;
import io.apogeemq.common.error.MqException;
import io.apogeemq.remoting.server.PortUnavailable;
import io.apogeemq.remoting.transport.EventLoops;
import io.apogeemq.remoting.transport.TransportUnavailable;
import io.apogeemq.store.StoreException;
import io.apogeemq.store.file.StoreInUse;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker as a process of its own.
 *
 * <pre>
 * exit code  0 stopped, or printed what was asked for    2 wrong option, unreadable file
 *            3 store can't be opened                     4 port can't be had
 *            5 store is in use                           6 wrong setting
 * </pre>
 *
 * Source: scripts and configuration spec, sections 3, 6 and 7.
 *
 * <p>Threads: main starts the server and waits; a shutdown hook stops it.
 */
public final class BrokerMain {
    private static final Logger log = LoggerFactory.getLogger(BrokerMain.class);

    /** System property with the installation's directory; without it files go to the current one. */
    static final String HOME_PROPERTY = "apogeemq.home";

    static final int RUNNING = -1;
    static final int OK = 0;
    static final int WRONG_USE = 2;
    static final int STORE_UNUSABLE = 3;
    static final int PORT_TAKEN = 4;
    static final int STORE_IN_USE = 5;
    static final int WRONG_SETTING = 6;

    private static final int MOST_IO_THREADS = 8;
    private static final String NAMESRV_PROPERTY = "rocketmq.namesrv.addr";
    private static final String NAMESRV_VARIABLE = "NAMESRV_ADDR";

    private static final Set<String> IMPORTANT =
            Set.of(
                    BrokerConfigKeys.BROKER_CLUSTER_NAME.name(),
                    BrokerConfigKeys.BROKER_NAME.name(),
                    BrokerConfigKeys.BROKER_ID.name(),
                    BrokerConfigKeys.BROKER_ROLE.name(),
                    BrokerConfigKeys.NAMESRV_ADDR.name(),
                    BrokerConfigKeys.BROKER_IP1.name(),
                    BrokerConfigKeys.BROKER_IP2.name(),
                    BrokerConfigKeys.LISTEN_PORT.name(),
                    BrokerConfigKeys.AUTO_CREATE_TOPIC_ENABLE.name(),
                    BrokerConfigKeys.AUTO_CREATE_SUBSCRIPTION_GROUP.name(),
                    BrokerConfigKeys.STORE_PATH_ROOT_DIR.name(),
                    BrokerConfigKeys.STORE_PATH_COMMIT_LOG.name(),
                    BrokerConfigKeys.FLUSH_DISK_TYPE.name(),
                    BrokerConfigKeys.MAX_MESSAGE_SIZE.name());

    private static final String USAGE =
            """
            usage: mqbroker [options] [key=value ...]
              -c, --configFile FILE        settings, as lines key=value
              -n, --namesrvAddr LIST       name servers: host:port, several joined by ';'
              -p, --printConfigItem        print the settings in force and exit
              -m, --printImportantConfig   print the most important of them and exit
                  --explain                with -p or -m: where each value comes from, what it means
              -h, --help                   print this and exit
            Words key=value behind the options beat the environment (APOGEE_KEY_NAME), which beats
            the file.
            """;

    private final Path home;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    BrokerMain(Path home, Map<String, String> environment, PrintStream out, PrintStream err) {
        this.home = home;
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** Starts a broker, and waits until a signal stops it. */
    public static void main(String[] args) throws InterruptedException {
        Path home = Path.of(System.getProperty(HOME_PROPERTY, "")).toAbsolutePath();
        int exitCode = new BrokerMain(home, System.getenv(), System.out, System.err).run(args);
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
            return isWrongUse(e) ? WRONG_USE : WRONG_SETTING;
        } catch (TransportUnavailable e) {
            err.println(e.getMessage());
            return WRONG_SETTING;
        } catch (PortUnavailable e) {
            err.println(e.getMessage());
            return PORT_TAKEN;
        } catch (StoreException e) {
            boolean isInUse = e.getCause() instanceof StoreInUse;
            err.println(isInUse ? e.getCause().getMessage() : e.getMessage());
            return isInUse ? STORE_IN_USE : STORE_UNUSABLE;
        } catch (MqException | UncheckedIOException e) {
            err.println(e.getMessage());
            return STORE_UNUSABLE;
        }
    }

    private static boolean isWrongUse(ConfigException e) {
        return e.problems().stream().allMatch(problem -> problem.source().startsWith("option"));
    }

    private static Options options() {
        return new Options()
                .addOption("c", "configFile", true, "settings")
                .addOption("n", "namesrvAddr", true, "name servers")
                .addOption("p", "printConfigItem", false, "print the settings")
                .addOption("m", "printImportantConfig", false, "print the important settings")
                .addOption(null, "explain", false, "print them with their sources")
                .addOption("h", "help", false, "print the usage");
    }

    private int run(CommandLine line) {
        Optional<Path> file = Optional.ofNullable(line.getOptionValue("c")).map(Path::of);
        ConfigValues values = values(file, line);
        BrokerConfig config = BrokerConfig.of(values, file, home);
        if (line.hasOption("p") || line.hasOption("m")) {
            print(config, values, !line.hasOption("p"), line.hasOption("explain"));
            return OK;
        }
        values.notices().forEach(log::warn);
        start(config);
        return RUNNING;
    }

    private ConfigValues values(Optional<Path> file, CommandLine line) {
        Optional<ConfigFile> content = file.map(ConfigFile::read);
        ConfigValues values = resolver(content, line).resolve();
        if (values.isSet(BrokerConfigKeys.NAMESRV_ADDR)) {
            return values;
        }
        String property = System.getProperty(NAMESRV_PROPERTY, "");
        String variable = environment.getOrDefault(NAMESRV_VARIABLE, "");
        if (!property.isEmpty()) {
            return resolver(content, line)
                    .option("-D" + NAMESRV_PROPERTY, BrokerConfigKeys.NAMESRV_ADDR, property)
                    .resolve();
        }
        return variable.isEmpty()
                ? values
                : resolver(content, line)
                        .option(NAMESRV_VARIABLE, BrokerConfigKeys.NAMESRV_ADDR, variable)
                        .resolve();
    }

    private ConfigResolver resolver(Optional<ConfigFile> file, CommandLine line) {
        ConfigResolver resolver = BrokerConfigKeys.SCHEMA.resolver();
        file.ifPresent(resolver::file);
        resolver.environment(environment).words(line.getArgList());
        if (line.hasOption("n")) {
            resolver.option("-n", BrokerConfigKeys.NAMESRV_ADDR, line.getOptionValue("n"));
        }
        return resolver;
    }

    /** {@code key=value} as in force; what was left open is shown as it was decided. */
    private void print(
            BrokerConfig config, ConfigValues given, boolean onlyImportant, boolean isExplained) {
        List<ConfigSetting> effective = config.values().settings();
        List<ConfigSetting> sources = given.settings();
        for (int i = 0; i < effective.size(); i++) {
            ConfigSetting setting = effective.get(i);
            if (onlyImportant && !IMPORTANT.contains(setting.key().name())) {
                continue;
            }
            String text = setting.key().name() + '=' + setting.shownText();
            out.println(
                    isExplained
                            ? text
                                    + "  # "
                                    + sources.get(i).source()
                                    + ": "
                                    + setting.key().meaning()
                            : text);
        }
    }

    private void start(BrokerConfig config) {
        int ioThreads = Math.min(MOST_IO_THREADS, Runtime.getRuntime().availableProcessors());
        EventLoops loops =
                new EventLoops(
                        "io",
                        ioThreads,
                        config.values()
                                .enumOf(BrokerConfigKeys.IO_TRANSPORT, EventLoops.Transport.class));
        BrokerServer server = started(config, loops);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, loops), "stop"));
        List<String> nameServers = config.registration().nameServers();
        out.println(
                "The broker["
                        + config.identity().brokerName()
                        + ", "
                        + server.address()
                        + "] boot success. serializeType=JSON"
                        + (nameServers.isEmpty()
                                ? ""
                                : " and name server is " + String.join(";", nameServers)));
        out.flush();
    }

    private static BrokerServer started(BrokerConfig config, EventLoops loops) {
        boolean done = false;
        try {
            BrokerServer server = new BrokerServer(config, loops);
            try {
                server.start();
                done = true;
                return server;
            } finally {
                if (!done) {
                    server.close();
                }
            }
        } finally {
            if (!done) {
                loops.close();
            }
        }
    }

    /** Runs in the shutdown hook; ends the process with 0, where the JVM would say 143. */
    private static void stop(BrokerServer server, EventLoops loops) {
        long startNanos = System.nanoTime();
        server.close();
        loops.close();
        log.info(
                "broker stopped millis={}",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
        Runtime.getRuntime().halt(OK);
    }
}
