package io.apogeemq.client.connection;

import io.apogeemq.client.error.FailedAttempt;
import io.apogeemq.client.error.NameServersUnreachableException;
import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.remoting.client.RemotingClient;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the NameServers, one at a time: first the one that worked last, which is a random one at the
 * start, then each other one once.
 *
 * <p>NameServers do not know each other, and one that was just started knows little. So a refusal (the
 * topic does not exist) counts only when no other NameServer says yes; one that cannot be reached, does
 * not answer in time or answers SYSTEM_ERROR is left for the next one until that fails in turn.
 *
 * <p>Threads: safe for any thread. Futures complete on io threads.
 */
public final class NameServers {
    private static final Logger log = LoggerFactory.getLogger(NameServers.class);
    private static final long SHORTEST_ATTEMPT_MILLIS = 1000;

    private final NameServerList list;
    private final RemotingClient client;
    private final Duration attemptTimeout;
    private final Clock clock;
    private final AtomicInteger current;

    NameServers(NameServerList list, RemotingClient client, Duration timeout, Clock clock) {
        this.list = list;
        this.client = client;
        this.clock = clock;
        // All together in about the time of one call, so that a dead one does not cost a send.
        long each = timeout.toMillis() / list.addresses().size();
        this.attemptTimeout =
                Duration.ofMillis(
                        Math.min(timeout.toMillis(), Math.max(SHORTEST_ATTEMPT_MILLIS, each)));
        this.current =
                new AtomicInteger(ThreadLocalRandom.current().nextInt(list.addresses().size()));
    }

    /** The addresses, separated by semicolons. */
    public String addresses() {
        return list.text();
    }

    /** Every address, as configured. */
    public List<String> addressList() {
        return list.addresses();
    }

    /**
     * Sends a request to the NameServers until one answers it with success.
     *
     * <p>Gives that answer, or the last refusal when every reachable NameServer refused; a detached
     * command that the caller releases. Fails with {@link NameServersUnreachableException}.
     *
     * @param request makes the request, once for each NameServer that is asked
     */
    public CompletableFuture<RemotingCommand> call(Supplier<RemotingCommand> request) {
        Inquiry inquiry = new Inquiry(request, current.get());
        inquiry.askNext();
        return inquiry.answer;
    }

    /** One question on its way through the list. Threads: confined to one step at a time. */
    private final class Inquiry {
        private final Supplier<RemotingCommand> request;
        private final int start;
        private final CompletableFuture<RemotingCommand> answer = new CompletableFuture<>();
        private final List<FailedAttempt> failures = new ArrayList<>();
        private RemotingCommand refusal; // null: nobody refused yet
        private int asked;

        Inquiry(Supplier<RemotingCommand> request, int start) {
            this.request = request;
            this.start = start;
        }

        void askNext() {
            int count = list.addresses().size();
            if (asked == count) {
                finish();
                return;
            }
            int index = (start + asked++) % count;
            String address = list.addresses().get(index);
            long began = clock.nanoTime();
            client.call(address, request.get(), attemptTimeout)
                    .whenComplete(
                            (response, failure) -> {
                                if (failure != null) {
                                    leave(index, failure.getMessage(), began);
                                } else {
                                    judge(index, response, began);
                                }
                            });
        }

        private void judge(int index, RemotingCommand response, long began) {
            if (response.code() == ResponseCode.SUCCESS) {
                dropRefusal();
                prefer(index);
                answer.complete(response);
            } else if (response.code() == ResponseCode.SYSTEM_ERROR) {
                String text = "answered " + response.code() + " '" + response.remark() + "'";
                response.release();
                leave(index, text, began);
            } else {
                dropRefusal();
                refusal = response;
                askNext();
            }
        }

        private void leave(int index, String outcome, long began) {
            String address = list.addresses().get(index);
            long tookMillis = TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - began);
            failures.add(new FailedAttempt(address, outcome, tookMillis));
            int next = (index + 1) % list.addresses().size();
            if (next != index && current.compareAndSet(index, next)) {
                log.warn(
                        "NameServer does not answer, going on with the next address={} next={}"
                                + " reason={}",
                        address,
                        list.addresses().get(next),
                        outcome);
            }
            askNext();
        }

        private void prefer(int index) {
            if (!failures.isEmpty()) {
                current.set(index);
            }
        }

        private void finish() {
            if (refusal != null) {
                answer.complete(refusal);
            } else {
                answer.completeExceptionally(new NameServersUnreachableException(failures));
            }
        }

        private void dropRefusal() {
            if (refusal != null) {
                refusal.release();
                refusal = null;
            }
        }
    }
}
