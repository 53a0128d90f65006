package io.apogeemq.admin;

import io.apogeemq.broker.config.BrokerConfigKeys;
import io.apogeemq.standalone.StandaloneServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A NameServer and a Broker in this process, for commands. */
final class CommandServer {
    private CommandServer() {}

    /** Named broker-a, on free ports, with everything below {@code home}. */
    static StandaloneServer start(Path home) {
        return StandaloneServer.start(
                home,
                0,
                BrokerConfigKeys.SCHEMA
                        .resolver()
                        .words(
                                List.of(
                                        "bindAddress=127.0.0.1",
                                        "brokerIP1=127.0.0.1",
                                        "listenPort=0",
                                        "brokerName=broker-a",
                                        "mappedFileSizeCommitLog=16777216"))
                        .resolve(),
                Optional.empty());
    }

    static void createTopic(StandaloneServer server, String topic, int queues) {
        String count = Integer.toString(queues);
        CommandLineRun.assertDone(
                CommandLineRun.at(
                        server,
                        "updateTopic",
                        "-c",
                        "DefaultCluster",
                        "-t",
                        topic,
                        "-r",
                        count,
                        "-w",
                        count));
    }
}
