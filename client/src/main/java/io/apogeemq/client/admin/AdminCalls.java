package io.apogeemq.client.admin;

import io.apogeemq.client.connection.ClientConnections;
import io.apogeemq.client.error.BrokerRefusedException;
import io.apogeemq.client.error.ClientException;
import io.apogeemq.client.error.TimedOutException;
import io.apogeemq.common.error.MqException;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Asks servers and waits for their answers. A refusal, silence and a missing connection become
 * typed errors that say what was asked and of whom.
 *
 * <p>Threads: safe for any thread but io threads.
 */
final class AdminCalls {
    /** Beyond the deadline of the call itself, which normally ends it. */
    private static final long SLACK_MILLIS = 2_000;

    private final ClientConnections connections;
    private final Duration timeout;

    AdminCalls(ClientConnections connections, Duration timeout) {
        this.connections = connections;
        this.timeout = timeout;
    }

    /** Addresses of all NameServers, for people. */
    String nameServers() {
        return connections.nameServers().addresses();
    }

    /**
     * Asks one server.
     *
     * @param what the request in words, for errors: {@code deletion of topic 'T'}
     * @throws BrokerRefusedException when the answer is no
     * @throws ServerUnreachableException when there is no answer
     */
    Answer ask(String what, String address, RemotingCommand request) {
        return accepted(what, address, answer(what, address, request));
    }

    /** As {@link #ask}, giving also a no; a detached command that the caller releases. */
    RemotingCommand answer(String what, String address, RemotingCommand request) {
        CompletableFuture<RemotingCommand> response;
        try {
            response = connections.call(address, request, timeout);
        } catch (IllegalArgumentException e) { // no host:port
            request.release();
            throw new ServerUnreachableException(what, address, e);
        }
        return await(what, address, response);
    }

    /** Asks one NameServer after the other until one says yes. */
    Answer askNameServers(String what, Supplier<RemotingCommand> request) {
        return accepted(what, nameServers(), answerOfNameServers(what, request));
    }

    /** As {@link #askNameServers}, giving also a no; a detached command that the caller releases. */
    RemotingCommand answerOfNameServers(String what, Supplier<RemotingCommand> request) {
        return await(what, nameServers(), connections.nameServers().call(request));
    }

    /** Tells every NameServer; all are tried before the first error is thrown. */
    void tellNameServers(String what, Supplier<RemotingCommand> request) {
        List<String> addresses = connections.nameServers().addressList();
        ClientException first = null;
        for (String address : addresses) {
            try {
                ask(what, address, request.get());
            } catch (ClientException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private RemotingCommand await(
            String what, String address, CompletableFuture<RemotingCommand> response) {
        long patienceMillis =
                timeout.toMillis() * connections.nameServers().addressList().size() + SLACK_MILLIS;
        try {
            return response.get(patienceMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MqException known) {
                throw known;
            }
            throw new ServerUnreachableException(what, address, e.getCause());
        } catch (TimeoutException e) {
            throw new TimedOutException(what, patienceMillis, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimedOutException(what + " was interrupted and", patienceMillis, e);
        }
    }

    private static Answer accepted(String what, String address, RemotingCommand response) {
        try {
            if (response.code() != ResponseCode.SUCCESS) {
                throw new BrokerRefusedException(what, address, response.code(), response.remark());
            }
            return new Answer(response.fields(), response.bodyBytes());
        } finally {
            response.release();
        }
    }
}
