package io.apogeemq.standalone;

import io.apogeemq.broker.config.BrokerConfigKeys;
import io.apogeemq.client.admin.AdminClient;
import io.apogeemq.client.admin.BrokerNode;
import io.apogeemq.common.config.ConfigValues;
import io.apogeemq.common.error.MqException;
import io.apogeemq.common.topic.QueuePermission;
import io.apogeemq.common.topic.TopicConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/**
 * The quickstart: both servers in this process with a store that is thrown away, and a stream of
 * messages through them.
 *
 * <p>Takes the usual ports if they are free, else any. Exit code 0 when every message came exactly
 * once, 1 when not, 2 for a wrong option.
 *
 * <p>Threads: main runs it; a shutdown hook stops what is still running and deletes the store.
 */
public final class QuickstartMain {
    static final int COMPLETE = 0;
    static final int INCOMPLETE = 1;
    static final int WRONG_USE = 2;

    private static final String TOPIC = "Quickstart";
    private static final int QUEUES = 8;
    private static final int DEFAULT_MESSAGES = 200_000;
    private static final int MOST_MESSAGES = 100_000_000;
    private static final int BODY_BYTES = 128;
    private static final int BROKER_PORT = 10911;
    private static final String LOOPBACK = "127.0.0.1";

    private static final String USAGE =
            """
            usage: quickstart [options]
                  --messages N   how many messages are sent and received (default 200000)
                  --keep         leave the servers running until Ctrl-C
                  --freePorts    take free ports even if the usual ones are free
              -h, --help         print this and exit
            """;

    private final Path home;
    private final PrintStream out;
    private final PrintStream err;

    QuickstartMain(Path home, PrintStream out, PrintStream err) {
        this.home = home;
        this.out = out;
        this.err = err;
    }

    /** Runs the quickstart and ends the process. */
    public static void main(String[] args) {
        Path home = Path.of(System.getProperty(StandaloneMain.HOME_PROPERTY, "")).toAbsolutePath();
        System.exit(new QuickstartMain(home, System.out, System.err).run(args));
    }

    /** The exit code. */
    int run(String... args) {
        try {
            CommandLine line = new DefaultParser().parse(options(), args);
            if (!line.getArgList().isEmpty()) {
                throw new ParseException(
                        "the word '" + line.getArgList().get(0) + "' belongs to no option");
            }
            if (line.hasOption("h")) {
                out.print(USAGE);
                return COMPLETE;
            }
            return run(messages(line), line.hasOption("keep"), line.hasOption("freePorts"));
        } catch (ParseException e) {
            err.println(e.getMessage());
            err.print(USAGE);
            return WRONG_USE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return INCOMPLETE;
        } catch (MqException | UncheckedIOException e) {
            err.println(StandaloneMain.reason(e));
            return INCOMPLETE;
        }
    }

    private static Options options() {
        return new Options()
                .addOption(null, "messages", true, "how many messages")
                .addOption(null, "keep", false, "leave the servers running")
                .addOption(null, "freePorts", false, "take free ports")
                .addOption("h", "help", false, "print the usage");
    }

    private static int messages(CommandLine line) throws ParseException {
        String text = line.getOptionValue("messages", Integer.toString(DEFAULT_MESSAGES));
        try {
            int count = Integer.parseInt(text.trim());
            if (count >= 1 && count <= MOST_MESSAGES) {
                return count;
            }
        } catch (NumberFormatException e) {
            // falls through to the one message for everything that is no count
        }
        throw new ParseException(
                "--messages '" + text + "' must be a number from 1 to " + MOST_MESSAGES);
    }

    private int run(int messages, boolean isKept, boolean wantsFreePorts)
            throws InterruptedException {
        Path directory =
                home.resolve("data")
                        .resolve("quickstart")
                        .resolve(Long.toString(ProcessHandle.current().pid()));
        try (Servers servers = new Servers(directory, start(directory, wantsFreePorts))) {
            Thread hook = new Thread(servers::close, "stop");
            Runtime.getRuntime().addShutdownHook(hook);
            servers.server.bootLines().forEach(out::println);
            int exitCode = stream(servers.server.nameServerAddress(), messages);
            if (isKept) {
                out.println("The servers are running; Ctrl-C stops them. For clients and mqadmin:");
                out.println("  export NAMESRV_ADDR=" + servers.server.nameServerAddress());
                out.flush();
                servers.awaitClosed();
            }
            return exitCode;
        }
    }

    private StandaloneServer start(Path directory, boolean wantsFreePorts) {
        boolean usualPortsAreFree =
                !wantsFreePorts
                        && isFree(StandaloneMain.DEFAULT_NAME_SERVER_PORT)
                        && isFree(BROKER_PORT)
                        && isFree(BROKER_PORT - 2);
        ConfigValues values =
                BrokerConfigKeys.SCHEMA
                        .resolver()
                        .words(
                                List.of(
                                        "brokerName=quickstart",
                                        "bindAddress=" + LOOPBACK,
                                        "brokerIP1=" + LOOPBACK,
                                        "listenPort=" + (usualPortsAreFree ? BROKER_PORT : 0),
                                        "mappedFileSizeCommitLog=" + (256 << 20),
                                        "storePathRootDir=" + directory.resolve("store")))
                        .resolve();
        boolean isStarted = false;
        try {
            StandaloneServer server =
                    StandaloneServer.start(
                            directory,
                            usualPortsAreFree ? StandaloneMain.DEFAULT_NAME_SERVER_PORT : 0,
                            values,
                            Optional.empty());
            isStarted = true;
            return server;
        } finally {
            if (!isStarted) {
                delete(directory);
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(LOOPBACK), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private int stream(String nameServerAddress, int messages) throws InterruptedException {
        try (AdminClient admin = AdminClient.connect(nameServerAddress)) {
            for (BrokerNode broker : admin.cluster().masters()) {
                admin.topics()
                        .update(
                                broker.address(),
                                TopicConfig.of(TOPIC, QUEUES, QUEUES, QueuePermission.READ_WRITE));
            }
        }
        boolean isComplete =
                new QuickstartStream(TOPIC, messages, BODY_BYTES).run(nameServerAddress, out);
        return isComplete ? COMPLETE : INCOMPLETE;
    }

    /** Deletes everything in the directory, and the directory it is in if nothing else is there. */
    private static void delete(Path directory) {
        try {
            Files.walkFileTree(
                    directory,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                                throws IOException {
                            Files.delete(file);
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(Path visited, IOException e)
                                throws IOException {
                            Files.delete(visited);
                            return FileVisitResult.CONTINUE;
                        }
                    });
            try (var others = Files.list(directory.getParent())) {
                if (others.findAny().isEmpty()) {
                    Files.delete(directory.getParent());
                }
            }
        } catch (NoSuchFileException e) {
            // nothing was written yet, or another quickstart has cleaned up behind itself
        } catch (IOException e) {
            throw new UncheckedIOException("'" + directory + "' could not be deleted", e);
        }
    }

    /**
     * The servers and their directory, closed once by whoever comes first: the end of the run or the
     * shutdown hook.
     *
     * <p>Threads: safe for any thread; whoever comes second waits for the first.
     */
    private static final class Servers implements AutoCloseable {
        private static final Duration PATIENCE = Duration.ofSeconds(5);

        private final Path directory;
        private final StandaloneServer server;
        private final AtomicBoolean isClosing = new AtomicBoolean();
        private final CountDownLatch closed = new CountDownLatch(1);

        Servers(Path directory, StandaloneServer server) {
            this.directory = directory;
            this.server = server;
        }

        void awaitClosed() throws InterruptedException {
            closed.await();
        }

        @Override
        public void close() {
            if (!isClosing.compareAndSet(false, true)) {
                try {
                    closed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return;
            }
            try {
                server.close();
            } finally {
                try {
                    delete(directory);
                } finally {
                    closed.countDown();
                }
            }
        }
    }
}
