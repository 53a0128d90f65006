package io.apogeemq.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The start scripts keep to what guides, init scripts and health checks expect: lines on standard
 * output, exit codes, environment variables, any place and any POSIX shell.
 */
class ScriptsIT {
    private static final Path FOLDER = Install.folderFor(ScriptsIT.class);
    private static final Duration QUICK_STOP = Duration.ofSeconds(2);

    private static Install install;

    private final List<OsProcess> started = new ArrayList<>();
    private final int port = Ports.free();
    private int runs;

    @BeforeAll
    static void unpack() {
        install = Install.in(FOLDER.resolve("a folder with spaces"));
    }

    @AfterEach
    void endProcesses() {
        started.forEach(OsProcess::close);
    }

    @Test
    void aNameServerSaysThatItHasStarted() throws IOException {
        Path config = config("namesrv.conf", "listenPort=" + port);

        OsProcess namesrv = start(Map.of(), "sh", script("mqnamesrv"), "-c", config.toString());

        awaitBoot(namesrv);
        assertEquals(
                List.of(
                        "load config properties file OK, " + config,
                        "The Name Server boot success. serializeType=JSON, address 0.0.0.0:"
                                + port),
                namesrv.out());
        assertEquals(List.of(), namesrv.err());
    }

    @Test
    void aBrokerSaysThatItHasStarted() throws IOException {
        Path config = config("broker.conf", brokerSettings("named").toArray(new String[0]));

        OsProcess broker =
                start(
                        Map.of(),
                        "sh",
                        script("mqbroker"),
                        "-n",
                        "127.0.0.1:9;127.0.0.1:10",
                        "-c",
                        config.toString());

        awaitBoot(broker);
        assertEquals(
                List.of(
                        "The broker[named, 127.0.0.1:"
                                + port
                                + "] boot success. serializeType=JSON and name server is"
                                + " 127.0.0.1:9;127.0.0.1:10"),
                broker.out());
        assertEquals(List.of(), broker.err());
    }

    @Test
    void aBrokerWithoutNameServerSaysNothingOfOne() {
        OsProcess broker = startBroker("lonely", Map.of("NAMESRV_ADDR", ""));

        assertEquals(
                List.of(
                        "The broker[lonely, 127.0.0.1:"
                                + port
                                + "] boot success. serializeType=JSON"),
                broker.out());
    }

    @Test
    void standaloneStartsBoth() {
        int namesrvPort = Ports.free();
        List<String> words = new ArrayList<>(brokerSettings("both"));
        words.addAll(0, List.of("-n", Integer.toString(namesrvPort)));

        OsProcess standalone = startWithWords(Map.of(), "mqstandalone", words);

        standalone.awaitLine(line -> line.startsWith("The broker["), "of the broker");
        assertEquals(
                List.of(
                        "The Name Server boot success. serializeType=JSON, address 0.0.0.0:"
                                + namesrvPort,
                        "The broker[both, 127.0.0.1:"
                                + port
                                + "] boot success. serializeType=JSON and name server is"
                                + " 127.0.0.1:"
                                + namesrvPort),
                standalone.out());
        standalone.terminate();
        assertExit(0, standalone);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqnamesrv", "mqbroker", "mqstandalone"})
    void helpEndsWellAndAWrongOptionDoesNot(String script) {
        OsProcess help = finished("sh", script(script), "-h");
        OsProcess wrong = finished("sh", script(script), "--no-such-option");

        assertAll(
                () -> assertExit(0, help),
                () -> assertTrue(help.out().get(0).contains(script), help::toString),
                () -> assertExit(2, wrong),
                () -> assertTrue(said(wrong).contains("no-such-option"), wrong::toString));
    }

    @ParameterizedTest
    @CsvSource({"mqnamesrv, listenPrt, listenPort", "mqbroker, flushDiskTyp, flushDiskType"})
    void anUnknownSettingIsRefusedWithTheNearestOne(String script, String key, String nearest)
            throws IOException {
        Path config = config(script + "-unknown.conf", key + "=1");

        OsProcess refused = finished("sh", script(script), "-c", config.toString());

        assertExit(6, refused);
        assertTrue(said(refused).contains("'" + key + "'"), refused::toString);
        assertTrue(said(refused).contains("'" + nearest + "'"), refused::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqnamesrv", "mqbroker"})
    void aMissingSettingsFileIsNamed(String script) {
        OsProcess refused = finished("sh", script(script), "-c", "/no/such/file.conf");

        assertExit(2, refused);
        assertEquals(1, refused.err().size(), refused::toString);
        assertTrue(said(refused).contains("/no/such/file.conf"), refused::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqnamesrv", "mqbroker"})
    void aTakenPortIsNamed(String script) throws IOException {
        List<String> words =
                script.equals("mqbroker") ? brokerSettings("late") : List.of("listenPort=" + port);
        try (ServerSocket holder = new ServerSocket()) {
            holder.bind(new InetSocketAddress((InetAddress) null, port));

            OsProcess refused = finished(command(script, words));

            assertExit(4, refused);
            assertEquals(1, refused.err().size(), refused::toString);
            assertTrue(said(refused).contains("" + port), refused::toString);
        }
    }

    @Test
    void aStoreThatIsInUseIsNamed() {
        startBroker("owner", Map.of());
        List<String> words = new ArrayList<>(brokerSettings("owner"));
        words.add("listenPort=" + Ports.free());

        OsProcess refused = finished(command("mqbroker", words));

        assertExit(5, refused);
        assertEquals(1, refused.err().size(), refused::toString);
        assertTrue(said(refused).contains(storeOf("owner")), refused::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqnamesrv", "mqbroker"})
    void stopsWellAndQuicklyOnSigterm(String script) {
        Duration quickest = Duration.ofDays(1);
        // A busy machine may be slow once or twice.
        for (int i = 0; i < 3 && quickest.compareTo(QUICK_STOP) > 0; i++) {
            OsProcess server =
                    startWithWords(
                            Map.of(),
                            script,
                            script.equals("mqbroker")
                                    ? brokerSettings("stopped")
                                    : List.of("listenPort=" + port));
            long start = System.nanoTime();
            server.terminate();
            assertEquals(0, server.awaitExit(Deadline.LONG), server::toString);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            quickest = took.compareTo(quickest) < 0 ? took : quickest;
        }

        assertTrue(quickest.compareTo(QUICK_STOP) <= 0, "took " + quickest);
        assertFalse(Files.exists(Path.of(storeOf("stopped"), "abort")), "not a clean stop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash", "busybox sh"})
    void runsUnderAnyShellFromAnyFolder(String shell) {
        List<String> command = new ArrayList<>(Arrays.asList(shell.split(" ")));
        Assumptions.assumeTrue(isOnPath(command.get(0)), shell + " is not on this machine");
        command.add(script("mqnamesrv"));
        command.add("listenPort=" + port);

        awaitBoot(start(Map.of(), command.toArray(new String[0])));
    }

    @Test
    void runsThroughSymbolicLinks() throws IOException {
        Path folder = Files.createDirectories(FOLDER.resolve("links"));
        Path toScript =
                Files.createSymbolicLink(
                        folder.resolve("run-namesrv"), install.script("mqnamesrv"));
        Path toHome = Files.createSymbolicLink(folder.resolve("current"), install.home());

        OsProcess first = start(Map.of(), toScript.toString(), "listenPort=" + port);
        awaitBoot(first);
        first.close();
        OsProcess second =
                start(Map.of(), toHome.resolve("bin/mqnamesrv").toString(), "listenPort=" + port);
        awaitBoot(second);
    }

    @Test
    void takesTheJavaThatIsAskedFor() {
        OsProcess refused =
                start(Map.of("JAVA_HOME", "/no/such/java"), "sh", script("mqnamesrv"), "-h");
        OsProcess found =
                start(
                        Map.of("JAVA_HOME", System.getProperty("java.home")),
                        "sh",
                        script("mqnamesrv"),
                        "-h");

        assertExit(2, refused);
        assertTrue(said(refused).contains("/no/such/java"), refused::toString);
        assertExit(0, found);
    }

    @Test
    void givesOptionsOfTheEnvironmentToJavaLast() throws IOException {
        Path logs = FOLDER.resolve("logs elsewhere");
        OsProcess namesrv =
                startWithWords(
                        Map.of(
                                "JAVA_OPT",
                                "-Dfirst=1",
                                "JAVA_OPT_EXT",
                                "-Xmx77m -Dapogeemq.logDir=" + logs.toString().replace(' ', '-')),
                        "mqnamesrv",
                        List.of("listenPort=" + port));

        List<String> arguments =
                Arrays.asList(
                        Files.readString(Path.of("/proc/" + namesrv.pid() + "/cmdline"))
                                .split("\0"));
        List<String> heaps = arguments.stream().filter(word -> word.startsWith("-Xmx")).toList();
        assertEquals("-Xmx77m", heaps.get(heaps.size() - 1));
        assertTrue(arguments.indexOf("-Dfirst=1") < arguments.indexOf(heaps.get(0)));
        assertTrue(
                Files.exists(Path.of(logs.toString().replace(' ', '-'), "namesrv.log")),
                "no log in the other folder");
    }

    @Test
    void theFirstStartMakesAnArchiveOfClassesInTheBackground() {
        Path lib = Install.in(FOLDER.resolve("new install")).home().resolve("lib");
        String script = lib.resolveSibling("bin").resolve("mqnamesrv").toString();

        OsProcess first = start(Map.of("APOGEE_CLASS_ARCHIVE", "on"), "sh", script, "-h");
        assertExit(0, first); // and its output ends, though the archive is still being made
        Deadline.await(
                () -> count(lib, ".jsa") == 1 && count(lib, ".making") == 0,
                () -> "no archive of classes in " + lib);

        OsProcess second = start(Map.of(), "sh", script, "listenPort=" + port);
        awaitBoot(second);
        assertEquals(List.of(), second.err());
    }

    private static long count(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).count();
        }
    }

    @Test
    void mqshutdownStopsTheServersOfThisInstall() throws IOException {
        OsProcess none = finished("sh", script("mqshutdown"), "broker");
        Path elsewhere = Files.createDirectories(FOLDER.resolve("another install"));
        Install another = Install.in(elsewhere);
        OsProcess spared =
                start(
                        Map.of(),
                        "sh",
                        another.script("mqnamesrv").toString(),
                        "listenPort=" + Ports.free());
        awaitBoot(spared);
        OsProcess broker = startBroker("ours", Map.of());
        OsProcess namesrv =
                startWithWords(Map.of(), "mqnamesrv", List.of("listenPort=" + Ports.free()));

        OsProcess brokerStop = finished("sh", script("mqshutdown"), "broker");
        OsProcess namesrvStop = finished("sh", script("mqshutdown"), "namesrv");

        assertAll(
                () -> assertExit(1, none),
                () -> assertEquals(List.of("No mqbroker running."), none.out()),
                () -> assertExit(0, brokerStop),
                () -> assertSaysThatItStops("mqbroker", broker, brokerStop),
                () -> assertExit(0, broker),
                () -> assertSaysThatItStops("mqnamesrv", namesrv, namesrvStop),
                () -> assertExit(0, namesrv),
                () -> assertTrue(spared.isAlive(), "a server of another install was stopped"));
    }

    @Test
    void mqstoreLooksAtAndRebuildsTheStoreOfABrokerThatHasStopped() throws IOException {
        OsProcess broker = startBroker("verified", Map.of());
        String store = storeOf("verified");

        OsProcess inUse = finished("sh", script("mqstore"), "verify", store);
        broker.terminate();
        assertExit(0, broker);
        OsProcess sound = finished("sh", script("mqstore"), "verify", store);
        OsProcess rebuilt = finished("sh", script("mqstore"), "rebuild", store);
        Files.write(Path.of(store, "checkpoint"), new byte[10]);
        OsProcess damaged = finished("sh", script("mqstore"), "verify", store);
        OsProcess repaired = finished("sh", script("mqstore"), "repair", store);
        OsProcess dumped = finished("sh", script("mqstore"), "dump", store);
        OsProcess wrong = finished("sh", script("mqstore"), "verify");

        assertAll(
                () -> assertExit(2, inUse),
                () -> assertTrue(said(inUse).contains("is in use by process"), inUse::toString),
                () -> assertExit(0, sound),
                () -> assertTrue(sound.out().contains("the store is sound"), sound::toString),
                () -> assertExit(0, rebuilt),
                () -> assertExit(1, damaged),
                () -> assertExit(0, repaired),
                () -> assertExit(0, dumped),
                () -> assertEquals(List.of(), dumped.err()),
                () -> assertExit(2, wrong));
    }

    private static void assertSaysThatItStops(String name, OsProcess server, OsProcess stop) {
        String process = name + "(" + server.pid() + ")";
        assertEquals(
                List.of(
                        "The " + process + " is running...",
                        "Send shutdown request to " + process + " OK"),
                stop.out().subList(0, 2),
                stop::toString);
    }

    private OsProcess startBroker(String name, Map<String, String> environment) {
        return startWithWords(environment, "mqbroker", brokerSettings(name));
    }

    private OsProcess startWithWords(
            Map<String, String> environment, String script, List<String> words) {
        OsProcess process = start(environment, command(script, words));
        awaitBoot(process);
        return process;
    }

    private String[] command(String script, List<String> words) {
        List<String> command = new ArrayList<>(List.of("sh", script(script)));
        command.addAll(words);
        return command.toArray(new String[0]);
    }

    private List<String> brokerSettings(String name) {
        return List.of(
                "brokerName=" + name,
                "brokerIP1=127.0.0.1",
                "listenPort=" + port,
                "storePathRootDir=" + storeOf(name),
                "mappedFileSizeCommitLog=" + (16 << 20));
    }

    private static String storeOf(String name) {
        return FOLDER.resolve("store of " + name).toString();
    }

    private static Path config(String name, String... lines) throws IOException {
        return Files.write(FOLDER.resolve(name), List.of(lines));
    }

    private static String script(String name) {
        return install.script(name).toString();
    }

    private OsProcess start(Map<String, String> environment, String... command) {
        runs++;
        Map<String, String> all = new HashMap<>(environment);
        all.putIfAbsent("APOGEE_CLASS_ARCHIVE", "off");
        OsProcess process =
                OsProcess.start("run-" + port + "-" + runs, FOLDER, all, List.of(command));
        started.add(process);
        return process;
    }

    private OsProcess finished(String... command) {
        OsProcess process = start(Map.of(), command);
        process.awaitExit(Deadline.LONG);
        return process;
    }

    private static void awaitBoot(OsProcess process) {
        process.awaitLine(line -> line.contains(" boot success. "), "that it has started");
    }

    private static void assertExit(int expected, OsProcess process) {
        assertEquals(expected, process.awaitExit(Deadline.LONG), process::toString);
    }

    private static String said(OsProcess process) {
        return String.join("\n", process.err());
    }

    private static boolean isOnPath(String command) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }
}
