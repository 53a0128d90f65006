package io.apogeemq.namesrv.route;

import static java.util.Objects.requireNonNull;

import io.apogeemq.common.topic.QueuePermission;
import io.apogeemq.remoting.protocol.route.QueueData;
import io.apogeemq.remoting.protocol.route.TopicQueueMapping;
import java.util.Optional;

/**
 * The queues of one topic on one broker name, as registered, and whether this name server has closed
 * them for writing.
 *
 * <p>The registered permission is kept beside the closing, so that opening again restores what the
 * broker said.
 *
 * <p>Threads: immutable.
 */
record TopicOnBroker(
        QueueData registered,
        boolean isClosedForWriting,
        Optional<TopicQueueMapping> mapping) { // static topics only

    TopicOnBroker {
        requireNonNull(registered, "registered");
        requireNonNull(mapping, "mapping");
    }

    static TopicOnBroker open(QueueData registered, Optional<TopicQueueMapping> mapping) {
        return new TopicOnBroker(registered, false, mapping);
    }

    /** What clients get to see. */
    QueueData queues() {
        return isClosedForWriting
                ? registered.withPerm(registered.perm() & ~QueuePermission.WRITE)
                : registered;
    }

    TopicOnBroker closedForWriting(boolean closed) {
        return closed == isClosedForWriting ? this : new TopicOnBroker(registered, closed, mapping);
    }

    boolean isSameRegistration(TopicOnBroker other) {
        return registered.equals(other.registered) && mapping.equals(other.mapping);
    }
}
