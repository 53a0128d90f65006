package io.apogeemq.broker.pull;

import io.apogeemq.remoting.protocol.pull.PullMessageRequestHeader;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.store.read.ReadRequest;

/**
 * A pull that is allowed: what to read, and whom to answer.
 *
 * <p>Threads: immutable.
 */
record Pull(
        PullMessageRequestHeader header,
        ReadRequest read,
        int topicSysFlag,
        int groupSysFlag,
        Reply reply) {}
