package io.apogeemq.broker.admin;

import static java.util.Objects.requireNonNull;

import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.store.retention.RetentionTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deleting old files when an operator asks, whatever the hour: expired files of the log (329), and
 * files of queues that point to nothing the log still has (306). The answer says that it begins.
 *
 * <p>Threads: any; the files are deleted on a thread of the store.
 */
public final class RetentionAdmin {
    private static final Logger log = LoggerFactory.getLogger(RetentionAdmin.class);

    private final RetentionTask retention;

    /** Asks this task. */
    public RetentionAdmin(RetentionTask retention) {
        this.retention = requireNonNull(retention, "retention");
    }

    /** Handles DELETE_EXPIRED_COMMITLOG (329). */
    public void deleteExpiredLog(RemotingCommand request, Reply reply) {
        retention.requestExpired();
        log.info("expired log files are deleted peer={}", reply.connection().remoteAddress());
        Answers.done(reply);
    }

    /** Handles CLEAN_EXPIRED_CONSUMEQUEUE (306). */
    public void cleanQueues(RemotingCommand request, Reply reply) {
        retention.requestDerived();
        log.info(
                "queue files without messages are deleted peer={}",
                reply.connection().remoteAddress());
        Answers.done(reply);
    }
}
