package io.apogeemq.client.producer;

import io.apogeemq.client.connection.Registration;
import io.apogeemq.client.connection.RouteCache;
import io.apogeemq.client.connection.TopicRoute;
import io.apogeemq.client.error.BrokerRefusedException;
import io.apogeemq.client.error.ClientClosedException;
import io.apogeemq.client.error.FailedAttempt;
import io.apogeemq.client.error.InvalidMessageException;
import io.apogeemq.client.error.NoRouteException;
import io.apogeemq.client.error.SendFailedException;
import io.apogeemq.client.error.TimedOutException;
import io.apogeemq.common.error.ErrorCategory;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.send.SendMessageResponseHeader;
import io.apogeemq.remoting.transport.RemotingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One send on its way: choose a queue, ask its broker, and again elsewhere while that pays and there is
 * time. It is the future that the application holds.
 *
 * <p>What is tried again: a broker that cannot be reached or does not answer, and the refusals that
 * another broker may not share (17, 14, 1, 2, 16, 204, 205, 1500). With a selector every attempt goes to
 * the queue that was selected, so that order is kept. Two attempts at the same address are some time
 * apart. An attempt that is not the last one, with other brokers to go to, gets half of the time left:
 * a dead broker must not use up all of it.
 *
 * <p>Threads: one step at a time, each on whatever thread the step before ended on.
 */
final class SendAttempt extends CompletableFuture<SendReceipt>
        implements BiConsumer<RemotingCommand, Throwable> {
    private static final Logger log = LoggerFactory.getLogger(SendAttempt.class);
    private static final long PAUSE_MILLIS = 50;
    private static final Duration STALE_ROUTE = Duration.ofSeconds(1);

    private final Sender sender;
    private final OutgoingMessage message;
    private final Optional<QueueSelector> selector;
    private final long timeoutMillis;
    private final long deadlineNanos;

    private List<FailedAttempt> failures = List.of(); // a list that grows from the first failure on
    private int tries;
    private MessageQueue queue; // of the latest attempt; null before the first
    private String address = ""; // of the latest attempt
    private long triedNanos;
    private Throwable lastFailure;
    private boolean mayBeStored;
    private boolean routeRefreshed;

    SendAttempt(
            Sender sender,
            OutgoingMessage message,
            Optional<QueueSelector> selector,
            Duration timeout,
            long beganNanos) {
        this.sender = sender;
        this.message = message;
        this.selector = selector;
        this.timeoutMillis = timeout.toMillis();
        this.deadlineNanos = beganNanos + timeout.toNanos();
    }

    /** Begins; returns at once. */
    SendAttempt start() {
        Optional<TopicRoute> known = routes().cachedForSending(message.topic());
        if (known.isPresent()) {
            tryOnce(known.get());
        } else {
            tryWhenKnown(routes().routeForSending(message.topic()));
        }
        return this;
    }

    private void tryWhenKnown(CompletableFuture<TopicRoute> route) {
        CompletableFuture<TopicRoute> inTime = new CompletableFuture<>();
        Runnable giveUp = () -> inTime.completeExceptionally(timedOut(lastFailure));
        Registration guard = sender.timer().after(Duration.ofNanos(leftNanos()), giveUp, giveUp);
        route.whenComplete(
                (found, failure) -> {
                    if (failure != null) {
                        inTime.completeExceptionally(unwrap(failure));
                    } else {
                        inTime.complete(found);
                    }
                });
        inTime.whenComplete(
                (found, failure) -> {
                    guard.close();
                    if (failure != null) {
                        fail(failures.isEmpty() ? failure : failedFor(failure));
                    } else {
                        tryOnce(found);
                    }
                });
    }

    private void tryOnce(TopicRoute route) {
        try {
            if (!chooseQueue(route)) {
                return;
            }
            address = route.masterAddress(queue.brokerName()).orElse("");
            triedNanos = sender.clock().nanoTime();
            tries++;
            if (address.isEmpty()) {
                goOn(
                        NoRouteException.noUsableBroker(
                                message.topic(),
                                "broker '" + queue.brokerName() + "' has no master address now"),
                        true);
                return;
            }
            sender.call(
                            address,
                            message.request(sender.group(), queue, sender.clock().millis()),
                            attemptTime(route))
                    .whenComplete(this);
        } catch (RuntimeException e) { // a selector of the application, or a fault of ours
            fail(e);
        }
    }

    /** False when the route has to be asked for again first. */
    private boolean chooseQueue(TopicRoute route) {
        List<MessageQueue> queues = route.publishQueues();
        if (queues.isEmpty()) {
            if (routeRefreshed) {
                throw NoRouteException.noUsableBroker(message.topic(), route.whyNotWritable());
            }
            routeRefreshed = true;
            tryWhenKnown(routes().refreshForSending(message.topic()));
            return false;
        }
        if (selector.isEmpty()) {
            queue = sender.rotation().take(queues, queue == null ? "" : queue.brokerName());
        } else if (queue == null) {
            queue = selected(selector.get(), queues, message);
        }
        return true;
    }

    /** What the selector chooses; it has to be one of the queues. */
    static MessageQueue selected(
            QueueSelector selector, List<MessageQueue> queues, OutgoingMessage message) {
        MessageQueue chosen = selector.select(queues, message.message());
        if (chosen == null || !queues.contains(chosen)) {
            throw new InvalidMessageException(
                    "queue selector chose '"
                            + chosen
                            + "', which is none of the "
                            + queues.size()
                            + " queues of topic '"
                            + message.topic()
                            + "' that can be sent to; it has to return one of those it is given");
        }
        return chosen;
    }

    private Duration attemptTime(TopicRoute route) {
        long left = leftNanos();
        boolean isLast = tries > sender.mostRetries() || selector.isPresent();
        boolean elsewhere = route.publishBrokers() > 1;
        return Duration.ofNanos(isLast || !elsewhere ? left : left / 2);
    }

    /** The answer of the attempt, or why there is none. Called on an io thread. */
    @Override
    public void accept(RemotingCommand response, Throwable failure) {
        try {
            if (failure != null) {
                onNoAnswer(unwrap(failure));
                return;
            }
            try {
                onAnswer(response);
            } finally {
                response.release();
            }
        } catch (RuntimeException e) { // an answer that cannot be read, or a fault of ours
            mayBeStored = true;
            goOn(e, false);
        }
    }

    private void onAnswer(RemotingCommand response) {
        long tookMillis = tookMillis();
        int code = response.code();
        if (SendStatus.isStored(code)) {
            sender.latency().answered(queue.brokerName(), tookMillis);
            succeed(receipt(code, SendMessageResponseHeader.read(response.fields())));
            return;
        }
        BrokerRefusedException refused =
                new BrokerRefusedException(
                        "send to topic '" + message.topic() + "'",
                        address,
                        code,
                        response.remark());
        if (refused.category() == ErrorCategory.BUSY) {
            sender.latency().busy(queue.brokerName());
        }
        if (code == ResponseCode.TOPIC_NOT_EXIST || code == ResponseCode.NO_PERMISSION) {
            routes().refreshIfOlderThan(message.topic(), STALE_ROUTE);
        }
        goOn(refused, isWorthRetrying(code));
    }

    private void onNoAnswer(Throwable failure) {
        if (failure instanceof RemotingException.ConnectFailed) {
            sender.latency().failed(queue.brokerName());
        } else if (failure instanceof RemotingException.TimedOut
                || failure instanceof RemotingException.Closed) {
            mayBeStored = true;
            sender.latency().failed(queue.brokerName());
        }
        if (failure instanceof RemotingException) {
            routes().refreshIfOlderThan(message.topic(), STALE_ROUTE);
        }
        goOn(failure, failure instanceof RemotingException);
    }

    private void goOn(Throwable failure, boolean isWorthRetrying) {
        lastFailure = failure;
        if (failures.isEmpty()) {
            failures = new ArrayList<>();
        }
        failures.add(
                new FailedAttempt(
                        queue.brokerName() + (address.isEmpty() ? "" : '@' + address),
                        outcome(failure),
                        tookMillis()));
        log.debug(
                "send attempt failed topic={} broker={} attempt={} reason={}",
                message.topic(),
                queue.brokerName(),
                tries,
                failure.getMessage());
        if (sender.isClosed()) {
            fail(new ClientClosedException("producer of group '" + sender.group() + "'"));
        } else if (!isWorthRetrying || tries > sender.mostRetries()) {
            fail(
                    failedFor(
                            failure instanceof RemotingException.TimedOut
                                    ? timedOut(failure)
                                    : failure));
        } else if (leftNanos() <= 0) {
            fail(failedFor(timedOut(failure)));
        } else {
            tryAgain();
        }
    }

    /** At another broker at once; at the same one after a pause, in which it may come back. */
    private void tryAgain() {
        TopicRoute route = routes().cachedForSending(message.topic()).orElse(null);
        if (route != null && selector.isEmpty() && route.publishBrokers() > 1) {
            tryOnce(route);
            return;
        }
        long pauseNanos =
                Math.min(
                        leftNanos() / 2,
                        TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS << (2 * tries - 2)));
        sender.timer()
                .after(
                        Duration.ofNanos(pauseNanos),
                        () -> tryWhenKnown(routes().routeForSending(message.topic())),
                        () ->
                                fail(
                                        new ClientClosedException(
                                                "producer of group '" + sender.group() + "'")));
    }

    private SendReceipt receipt(int code, SendMessageResponseHeader header) {
        return new SendReceipt(
                SendStatus.ofResponse(code),
                message.ids(),
                header.msgId(),
                new MessageQueue(message.topic(), queue.brokerName(), header.queueId()),
                header.queueOffset(),
                header.transactionId(),
                header.regionId());
    }

    private void succeed(SendReceipt receipt) {
        sender.done(message.bodyBytes());
        complete(receipt);
    }

    private void fail(Throwable failure) {
        sender.done(message.bodyBytes());
        completeExceptionally(failure);
    }

    private SendFailedException failedFor(Throwable cause) {
        return new SendFailedException(message.topic(), failures, mayBeStored, cause);
    }

    private TimedOutException timedOut(Throwable last) {
        String what = "send to topic '" + message.topic() + "'";
        return last == null
                ? new TimedOutException(what, timeoutMillis)
                : new TimedOutException(what, timeoutMillis, last);
    }

    private RouteCache routes() {
        return sender.routes();
    }

    private long leftNanos() {
        return Math.max(0, deadlineNanos - sender.clock().nanoTime());
    }

    private long tookMillis() {
        return TimeUnit.NANOSECONDS.toMillis(sender.clock().nanoTime() - triedNanos);
    }

    private static boolean isWorthRetrying(int code) {
        return switch (code) {
            case ResponseCode.TOPIC_NOT_EXIST,
                    ResponseCode.SERVICE_NOT_AVAILABLE,
                    ResponseCode.SYSTEM_ERROR,
                    ResponseCode.SYSTEM_BUSY,
                    ResponseCode.NO_PERMISSION,
                    ResponseCode.NO_BUYER_ID,
                    ResponseCode.NOT_IN_CURRENT_UNIT,
                    ResponseCode.GO_AWAY ->
                    true;
            default -> false;
        };
    }

    private static String outcome(Throwable failure) {
        if (failure instanceof BrokerRefusedException refused) {
            return "refused with code "
                    + refused.code()
                    + " "
                    + ResponseCode.nameOf(refused.code())
                    + (refused.remark().isEmpty() ? "" : " '" + refused.remark() + "'");
        }
        return String.valueOf(failure.getMessage());
    }

    private static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }
}
