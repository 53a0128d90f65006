package io.apogeemq.remoting.protocol.group;

import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.remoting.protocol.MessageQueueJson;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Body of the reply to QUERY_ASSIGNMENT (400): the queues of the asking client.
 *
 * <p>Source: wire spec, requests-core, "QUERY_ASSIGNMENT".
 *
 * <p>Threads: immutable.
 */
public record QueryAssignmentResponseBody(
        Optional<List<Assignment>> messageQueueAssignments) // empty: keep what you have
        implements JsonBody {

    /** How one queue is consumed. */
    public static final String PULL = "PULL";

    /** One queue and how it is consumed. */
    public record Assignment(MessageQueue messageQueue, String mode) implements JsonBody {

        /** Checks that nothing is null. */
        public Assignment {
            Objects.requireNonNull(messageQueue, "messageQueue");
            Objects.requireNonNull(mode, "mode");
        }

        public static Assignment read(JsonObject in) {
            return new Assignment(
                    MessageQueueJson.read(in.requireObject("messageQueue")),
                    in.stringOr("mode", PULL));
        }

        @Override
        public void write(JsonOut out) {
            out.beginObject()
                    .member("messageQueue", MessageQueueJson.body(messageQueue))
                    .member("mode", mode)
                    .endObject();
        }
    }

    /** Takes a copy of the list. */
    public QueryAssignmentResponseBody {
        messageQueueAssignments = messageQueueAssignments.map(List::copyOf);
    }

    /** Reads the body. */
    public static QueryAssignmentResponseBody fromJson(byte[] body) {
        JsonObject in = WireJson.object(body);
        return new QueryAssignmentResponseBody(
                in.has("messageQueueAssignments")
                        ? Optional.of(
                                in.arrayOrEmpty("messageQueueAssignments")
                                        .toObjects(Assignment::read))
                        : Optional.empty());
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject();
        messageQueueAssignments.ifPresent(list -> out.objects("messageQueueAssignments", list));
        out.endObject();
    }
}
