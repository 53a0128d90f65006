package io.apogeemq.broker.admin;

import static java.util.Objects.requireNonNull;

import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.admin.VerifyFinding;
import io.apogeemq.remoting.protocol.admin.VerifyStoreRequestHeader;
import io.apogeemq.remoting.protocol.admin.VerifyStoreStatus;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.store.MessageStore;
import io.apogeemq.store.verify.Finding;
import io.apogeemq.store.verify.ScrubStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * VERIFY_STORE (30001): begins, ends or describes a verification of the store.
 *
 * <p>Threads: the admin executor.
 */
public final class StoreAdmin {
    private static final Logger log = LoggerFactory.getLogger(StoreAdmin.class);

    private final MessageStore store;

    /** Works on this store. */
    public StoreAdmin(MessageStore store) {
        this.store = requireNonNull(store, "store");
    }

    /** Handles the request. */
    public void verify(RemotingCommand request, Reply reply) {
        var header = VerifyStoreRequestHeader.read(request.fields());
        switch (header.action()) {
            case VerifyStoreRequestHeader.START -> start(header.bytesPerSecond(), reply);
            case VerifyStoreRequestHeader.STATUS ->
                    Answers.body(reply, body(store.scrub().status().run()));
            case VerifyStoreRequestHeader.STOP -> {
                store.scrub().stop();
                Answers.body(reply, body(store.scrub().status().run()));
            }
            default ->
                    reply.fail(
                            ResponseCode.INVALID_PARAMETER,
                            "action '" + header.action() + "' must be start, status or stop");
        }
    }

    private void start(long bytesPerSecond, Reply reply) {
        if (bytesPerSecond <= 0) {
            reply.fail(
                    ResponseCode.INVALID_PARAMETER,
                    "bytesPerSecond '" + bytesPerSecond + "' must be above zero");
            return;
        }
        long run = store.scrub().verifyNow(bytesPerSecond);
        log.info(
                "store is verified for an administrator bytesPerSecond={} peer={}",
                bytesPerSecond,
                reply.connection().remoteAddress());
        Answers.body(reply, body(run));
    }

    private VerifyStoreStatus body(long run) {
        ScrubStatus now = store.scrub().status();
        return new VerifyStoreStatus(
                run,
                now.isRunning(),
                now.isComplete(),
                now.beganMillis(),
                now.endedMillis(),
                now.logBytes(),
                now.logBytesTotal(),
                now.records(),
                now.damages(),
                now.notes(),
                now.problem(),
                now.findings().stream().map(StoreAdmin::inWords).toList());
    }

    private static VerifyFinding inWords(Finding finding) {
        return new VerifyFinding(
                finding.kind().name(),
                finding.kind().severity().isDamage(),
                finding.place(),
                finding.detail(),
                finding.kind().meaning(),
                finding.kind().advice(),
                finding.count());
    }
}
