package io.apogeemq.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.cli.Option;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MqAdminTest {
    static List<Command> commands() {
        return CommandTable.complete().commands();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "help", "-h", "--help"})
    void listsEveryCommandAndSucceeds(String word) {
        CommandLineRun run = word.isEmpty() ? CommandLineRun.of() : CommandLineRun.of(word);

        assertEquals(0, run.exitCode());
        assertEquals("", run.err());
        for (Command command : commands()) {
            assertTrue(run.out().contains(command.name()), command.name());
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void explainsOneCommand(Command command) {
        CommandLineRun asked = CommandLineRun.of("help", command.name());
        CommandLineRun flagged = CommandLineRun.of(command.name(), "-h");

        assertEquals(0, asked.exitCode());
        assertEquals(asked, flagged);
        assertTrue(asked.out().contains("--namesrvAddr"));
        for (Option option : command.options().getOptions()) {
            assertTrue(asked.out().contains("--" + option.getLongOpt()), option.getLongOpt());
        }
        for (String example : command.examples()) {
            assertTrue(example.startsWith(command.name()), example);
        }
    }

    @Test
    void noTwoCommandsAndNoTwoOptionsHaveTheSameName() {
        Set<String> names = commands().stream().map(Command::name).collect(Collectors.toSet());
        assertEquals(commands().size(), names.size());
        for (Command command : commands()) {
            Set<String> taken = Set.of("n", "h", "namesrvAddr", "help", "output", "verbose");
            for (Option option : command.options().getOptions()) {
                assertTrue(!taken.contains(option.getKey()), command.name() + option);
                assertTrue(!taken.contains(option.getLongOpt()), command.name() + option);
            }
        }
    }

    @Test
    void findsCommandsInAnyCase() {
        CommandLineRun run = CommandLineRun.of("HELP", "CLUSTERLIST");

        assertEquals(0, run.exitCode());
        assertTrue(run.out().startsWith("usage: mqadmin clusterList"));
    }

    @Test
    void suggestsTheNearestCommand() {
        CommandLineRun run = CommandLineRun.of("updatTopic", "-t", "x");

        assertEquals(2, run.exitCode());
        assertEquals("", run.out());
        assertEquals(
                List.of("mqadmin: there is no command 'updatTopic'; did you mean 'updateTopic'?"),
                run.errLines());
    }

    @Test
    void pointsToTheListWhenNothingIsNear() {
        CommandLineRun run = CommandLineRun.of("help", "xyzzyxyzzy");

        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("'mqadmin help' lists all of them"), run.err());
    }

    @Test
    void suggestsTheNearestOption() {
        CommandLineRun run =
                CommandLineRun.of("topicRoute", "-n", "localhost:1", "--topik", "orders");

        assertEquals(2, run.exitCode());
        assertEquals(
                "topicRoute: there is no option '--topik'; did you mean '--topic'?",
                run.errLines().get(0));
    }

    @Test
    void namesTheOptionsThatAreMissing() {
        CommandLineRun run = CommandLineRun.of("updateTopic", "-n", "localhost:1");

        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("-b/--brokerAddr or -c/--clusterName"), run.err());
        assertTrue(run.err().contains("-t"), run.err());
    }

    @Test
    void refusesBothBrokerAndCluster() {
        CommandLineRun run =
                CommandLineRun.of("updateTopic", "-t", "x", "-b", "localhost:1", "-c", "C");

        assertEquals(2, run.exitCode());
        assertTrue(run.errLines().get(0).contains("only one of"), run.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "65537", "many", "99999999999999999999"})
    void refusesAQueueCountOutsideItsRange(String count) {
        CommandLineRun run =
                CommandLineRun.of("updateTopic", "-t", "x", "-b", "localhost:1", "-r", count);

        assertEquals(2, run.exitCode());
        assertEquals(
                "updateTopic: --readQueueNums '"
                        + count
                        + "' must be a whole number from 1 to 65536",
                run.errLines().get(0));
    }

    @Test
    void refusesATopicNameThatBrokersRefuse() {
        CommandLineRun run = CommandLineRun.of("updateTopic", "-t", "a b", "-b", "localhost:1");

        assertEquals(2, run.exitCode());
        assertTrue(run.errLines().get(0).contains("illegal characters"), run.err());
    }

    @Test
    void refusesAWordThatIsNeitherTrueNorFalse() {
        CommandLineRun run =
                CommandLineRun.of("updateSubGroup", "-g", "g", "-b", "localhost:1", "-s", "maybe");

        assertEquals(2, run.exitCode());
        assertEquals(
                "updateSubGroup: --consumeEnable 'maybe' must be true or false",
                run.errLines().get(0));
    }

    @Test
    void refusesARetryPolicyThatIsNotJson() {
        CommandLineRun run =
                CommandLineRun.of("updateSubGroup", "-g", "g", "-b", "localhost:1", "-p", "{oops");

        assertEquals(2, run.exitCode());
        assertTrue(run.errLines().get(0).contains("--groupRetryPolicy '{oops'"), run.err());
    }

    @Test
    void refusesAnotherOutputThanTextAndJson() {
        CommandLineRun run = CommandLineRun.of("topicList", "-n", "localhost:1", "--output", "xml");

        assertEquals(2, run.exitCode());
        assertEquals("topicList: --output 'xml' must be text or json", run.errLines().get(0));
    }

    @Test
    void refusesAWordThatBelongsToNoOption() {
        CommandLineRun run = CommandLineRun.of("sendMessage", "-t", "orders", "-p", "two", "words");

        assertEquals(2, run.exitCode());
        assertTrue(run.errLines().get(0).contains("'words'"), run.err());
    }

    @Test
    void asksForANameServer() {
        CommandLineRun run = CommandLineRun.of("topicList");

        assertEquals(2, run.exitCode());
        assertTrue(run.errLines().get(0).contains("NAMESRV_ADDR"), run.err());
    }

    @Test
    void refusesAnAddressWithoutPort() {
        CommandLineRun run = CommandLineRun.of("topicList", "-n", "localhost");

        assertEquals(1, run.exitCode());
        assertTrue(run.errLines().get(0).contains("'localhost'"), run.err());
    }

    @Test
    void failsWithOneLineWhenNobodyListens() throws IOException {
        CommandLineRun run =
                CommandLineRun.in(
                        Map.of("NAMESRV_ADDR", "127.0.0.1:" + unusedPort()), "clusterList");

        assertEquals(1, run.exitCode());
        assertEquals("", run.out());
        assertEquals(1, run.errLines().size(), run.err());
        assertTrue(run.err().contains("no NameServer answered"), run.err());
    }

    @Test
    void showsTheTraceOnlyWhenAsked() throws IOException {
        CommandLineRun run =
                CommandLineRun.of("topicList", "-n", "127.0.0.1:" + unusedPort(), "--verbose");

        assertEquals(1, run.exitCode());
        assertTrue(run.err().contains("\tat "), run.err());
    }

    @Test
    void readsAnOffsetOnlyOfOneQueue() {
        CommandLineRun run =
                CommandLineRun.of("consumeMessage", "-n", "localhost:1", "-t", "x", "-o", "5");

        assertEquals(2, run.exitCode());
        assertTrue(run.errLines().get(0).contains("--offset needs --queueId"), run.err());
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
