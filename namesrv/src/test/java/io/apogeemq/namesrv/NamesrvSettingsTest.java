package io.apogeemq.namesrv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.config.ConfigException;
import io.apogeemq.namesrv.RunningNamesrv.Answer;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.CommandHeader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings at the start, and tools that show and change them while the server runs. */
class NamesrvSettingsTest {
    @TempDir private Path home;

    private static Answer update(RunningNamesrv namesrv, String lines) {
        return namesrv.call(
                RequestCode.UPDATE_NAMESRV_CONFIG,
                CommandHeader.EMPTY,
                lines.getBytes(StandardCharsets.UTF_8));
    }

    private static String shown(RunningNamesrv namesrv) {
        Answer answer = namesrv.call(RequestCode.GET_NAMESRV_CONFIG, CommandHeader.EMPTY);
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void appliesAChangeAtOnceAndKeepsItForTheNextStart() {
        try (RunningNamesrv namesrv = new RunningNamesrv(home, Map.of())) {
            Answer changed = update(namesrv, "enableAllTopicList=false\n");

            assertEquals(ResponseCode.SUCCESS, changed.code(), changed.remark());
            assertTrue(shown(namesrv).contains("enableAllTopicList=false"));
            Answer list =
                    namesrv.call(
                            RequestCode.GET_ALL_TOPIC_LIST_FROM_NAMESERVER, CommandHeader.EMPTY);
            assertEquals(ResponseCode.SYSTEM_ERROR, list.code());
            assertTrue(list.remark().startsWith("disable"), list.remark());
        }

        NamesrvConfig next = NamesrvConfig.resolve(home, Optional.empty(), Map.of(), List.of());

        assertFalse(next.routeRules().enableAllTopicList());
    }

    @Test
    void changesAKeyWhereItStandsInTheFileGivenAtTheStart() throws IOException {
        Path file = home.resolve("my.conf");
        Files.writeString(file, "# mine\nlistenPort = 0\n\n# lists\nenableTopicList = true\n");
        NamesrvConfig config = NamesrvConfig.resolve(home, Optional.of(file), Map.of(), List.of());
        LiveConfig live = new LiveConfig(config);

        live.update(Map.of("enableTopicList", "false"));

        assertEquals(
                "# mine\nlistenPort = 0\n\n# lists\nenableTopicList=false\n",
                Files.readString(file));
        assertFalse(live.routeRules().enableTopicList());
    }

    @Test
    void saysWhichChangesWaitForTheNextStart() {
        try (RunningNamesrv namesrv = new RunningNamesrv(home, Map.of())) {
            Answer answer = update(namesrv, "listenPort=12345\nenableTopicList=false\n");

            assertEquals(ResponseCode.SUCCESS, answer.code());
            assertEquals("takes effect at the next start: [listenPort]", answer.remark());
        }
    }

    @Test
    void refusesKeysOfTheBlackListAndUnknownOnes() {
        try (RunningNamesrv namesrv = new RunningNamesrv(home, Map.of())) {
            Answer black = update(namesrv, "kvConfigPath=/elsewhere\n");
            Answer alwaysBlack = update(namesrv, "rocketmqHome=/elsewhere\n");
            Answer unknown = update(namesrv, "enableTopicLists=false\n");
            Answer wrong = update(namesrv, "enableTopicList=perhaps\n");

            assertEquals(ResponseCode.NO_PERMISSION, black.code());
            assertEquals("Can not update config in black list.", black.remark());
            assertEquals(ResponseCode.NO_PERMISSION, alwaysBlack.code());
            assertEquals(ResponseCode.INVALID_PARAMETER, unknown.code());
            assertTrue(unknown.remark().contains("nearest is 'enableTopicList'"), unknown.remark());
            assertEquals(ResponseCode.INVALID_PARAMETER, wrong.code());
            assertTrue(wrong.remark().contains("'perhaps'"), wrong.remark());
            assertTrue(shown(namesrv).contains("enableTopicList=true"));
            assertFalse(Files.exists(home.resolve("data/namesrv/namesrv.properties")));
        }
    }

    @Test
    void takesKeysOfThePeerThatDoNothingHere() {
        NamesrvConfig config =
                NamesrvConfig.of(home, Map.of("serverWorkerThreads", "8", "clusterTest", "false"));

        assertEquals(2, config.notices().size());
        assertTrue(config.notices().get(0).contains("no effect"), config.notices().get(0));
    }

    @Test
    void takesEveryKeyThatThePeerShows() {
        String recorded =
                RawPeer.Frame.ofRecorded(RawPeer.golden("117-admin-get-namesrv-config.resp"))
                        .body();
        Path file = home.resolve("peer.conf");

        NamesrvConfig config =
                NamesrvConfig.resolve(
                        home, Optional.of(write(file, recorded)), Map.of(), List.of());

        assertEquals(List.of(19_976), config.server().ports());
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void refusesAControllerThatItDoesNotHave() {
        ConfigException problem =
                assertThrows(
                        ConfigException.class,
                        () -> NamesrvConfig.of(home, Map.of("enableControllerInNamesrv", "true")));

        assertTrue(problem.getMessage().contains("no controller"), problem.getMessage());
    }

    @Test
    void givesNoRouteUntilBrokersHadTimeToRegister() {
        Map<String, String> waiting =
                Map.of("needWaitForService", "true", "waitSecondsForService", "45");
        try (RunningNamesrv namesrv = new RunningNamesrv(home, waiting)) {
            Answer early = namesrv.route("orders");
            namesrv.clock().advance(Duration.ofSeconds(45));
            Answer late = namesrv.route("orders");

            assertEquals(ResponseCode.SYSTEM_ERROR, early.code());
            assertTrue(early.remark().startsWith("name server not ready"), early.remark());
            assertEquals(ResponseCode.TOPIC_NOT_EXIST, late.code());
        }
    }
}
