package io.apogeemq.remoting.transport;

import io.apogeemq.remoting.command.CorruptFrameException;
import io.apogeemq.remoting.command.FrameDecoder;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.transport.PendingCalls.PendingCall;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection on a Netty channel: bytes to frames to the receiver, and commands to bytes.
 *
 * <p>All frames of one read are decoded and handled before the answers they caused are flushed
 * together. Commands from other threads go through a queue that the io thread drains, also with one
 * flush. While a peer that connected to us leaves more than {@code mostUnsentBytes} unread, nothing
 * more is read from it, and if it makes no progress for {@code idleTimeout} it is closed.
 *
 * <p>Threads: everything but the methods of {@link Connection} and {@link #send} is confined to the
 * channel's io thread.
 */
public final class ChannelConnection extends ChannelInboundHandlerAdapter implements Connection {
    private static final Logger log = LoggerFactory.getLogger(ChannelConnection.class);

    /** Looks for traffic in each idle timeout: a connection is closed at most one look too late. */
    private static final int IDLE_CHECKS = 8;

    private final Channel channel;
    private final InetSocketAddress remoteAddress;
    private final ConnectionOptions options;
    private final RequestReceiver receiver;
    private final boolean accepted; // opened by the peer
    private final ReceivedBytes received;
    private final PendingCalls pendingCalls;
    private final OutboundBytes out;

    private final Queue<Object> outbox =
            new ConcurrentLinkedQueue<>(); // RemotingCommand, PendingCall
    private final AtomicBoolean drainScheduled = new AtomicBoolean();
    private final AtomicInteger callsInFlight = new AtomicInteger();
    private final AtomicInteger deferredReplies = new AtomicInteger();

    private boolean reading; // inside a read: the flush comes at its end
    private boolean decoding;
    private boolean closed;
    private boolean hasReceived; // since the last look
    private long idleSinceNanos = System.nanoTime(); // as of the last look

    ChannelConnection(
            Channel channel,
            InetSocketAddress remoteAddress,
            ConnectionOptions options,
            RequestReceiver receiver,
            IoThreadState ioThread,
            boolean accepted) {
        this.channel = channel;
        this.remoteAddress = remoteAddress;
        this.options = options;
        this.receiver = receiver;
        this.accepted = accepted;
        this.received =
                new ReceivedBytes(
                        new FrameDecoder(options.mostFrameBytes(), ioThread.headerLayouts()),
                        channel.alloc());
        this.pendingCalls = new PendingCalls(channel.eventLoop(), remoteAddress);
        this.out = new OutboundBytes(channel, this, ioThread);
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public boolean isOpen() {
        return channel.isActive();
    }

    /** Requests of the peer whose answer is still to come, counted by the request's dispatcher. */
    public AtomicInteger deferredReplies() {
        return deferredReplies;
    }

    @Override
    public CompletableFuture<RemotingCommand> call(RemotingCommand request, Duration timeout) {
        if (callsInFlight.incrementAndGet() > options.mostCallsInFlight()) {
            callsInFlight.decrementAndGet();
            request.release();
            return CompletableFuture.failedFuture(
                    new RemotingException.TooManyInFlight(
                            remoteAddress, options.mostCallsInFlight()));
        }
        PendingCall call = new PendingCall(request, timeout.toMillis());
        call.whenComplete((response, failure) -> callsInFlight.decrementAndGet());
        post(call);
        return call;
    }

    @Override
    public void oneway(RemotingCommand request) {
        post(request.oneway());
    }

    /** Sends a response, or a request whose opaque does not matter. Its body is given away. */
    public void send(RemotingCommand command) {
        post(command);
    }

    @Override
    public ScheduledExecutorService ioThread() {
        return channel.eventLoop();
    }

    @Override
    public void close() {
        channel.close();
    }

    private void post(Object item) {
        if (channel.eventLoop().inEventLoop()) {
            write(item);
            if (!reading) {
                out.flush();
            }
            return;
        }
        outbox.add(item);
        if (drainScheduled.compareAndSet(false, true)) {
            try {
                channel.eventLoop().execute(this::drainOutbox);
            } catch (RejectedExecutionException e) {
                failOutbox(); // the io threads are shut down
            }
        }
    }

    private void drainOutbox() {
        drainScheduled.set(false);
        Object item;
        while ((item = outbox.poll()) != null) {
            write(item);
        }
        out.flush();
    }

    private void write(Object item) {
        if (item instanceof PendingCall call) {
            if (closed || !channel.isActive()) {
                call.request.release();
                call.completeExceptionally(new RemotingException.Closed(remoteAddress));
                return;
            }
            pendingCalls.add(call);
            out.append(call.request);
            return;
        }
        RemotingCommand command = (RemotingCommand) item;
        if (closed) {
            command.release();
            return;
        }
        if (!command.isResponse()) {
            command.assignOpaque(pendingCalls.nextOpaque());
        }
        out.append(command);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        scheduleIdleCheck();
        receiver.onOpen(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            ReferenceCountUtil.release(message);
            return;
        }
        reading = true;
        hasReceived = true;
        received.add(bytes);
        decodeReceived();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        reading = false;
        receiver.onReadComplete();
        out.flush();
        applyBackPressure();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        applyBackPressure();
        if (mayRead() && !received.isEmpty() && !decoding) {
            decodeReceived();
            if (!reading) {
                receiver.onReadComplete();
                out.flush();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (closed) {
            return;
        }
        closed = true;
        out.release();
        if (!decoding) {
            received.release();
        }
        pendingCalls.failAll(new RemotingException.Closed(remoteAddress));
        failOutbox();
        receiver.onClose(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            log.debug("connection broken peer={} cause={}", remoteAddress, cause.getMessage());
        } else {
            log.warn(
                    "connection closed after a fault in its handling peer={}",
                    remoteAddress,
                    cause);
        }
        channel.close();
    }

    /** Handles every whole frame that was received, as long as {@link #mayRead}. */
    private void decodeReceived() {
        decoding = true;
        try {
            RemotingCommand command;
            while (!closed && mayRead() && (command = received.next()) != null) {
                if (command.isResponse()) {
                    completeCall(command);
                } else {
                    receiver.onRequest(command, this);
                }
            }
        } catch (CorruptFrameException e) {
            log.info(
                    "closing a connection that does not speak the protocol peer={} reason={}",
                    remoteAddress,
                    e.getMessage());
            received.release();
            channel.close();
        } finally {
            decoding = false;
            if (closed) {
                received.release();
            } else {
                received.releaseHandled();
            }
        }
    }

    private void completeCall(RemotingCommand response) {
        PendingCall call = pendingCalls.remove(response.opaque());
        if (call == null) {
            log.debug(
                    "response nobody waits for peer={} opaque={}",
                    remoteAddress,
                    response.opaque());
            return;
        }
        RemotingCommand kept = response.detach();
        if (!call.complete(kept)) {
            kept.release();
        }
    }

    private void applyBackPressure() {
        boolean mayRead = mayRead();
        if (channel.config().isAutoRead() != mayRead) {
            channel.config().setAutoRead(mayRead);
        }
    }

    /**
     * False while an accepted peer leaves its answers unread. The side that opened the connection
     * always reads: if both stopped over what they have not sent yet, neither would go on.
     */
    private boolean mayRead() {
        return !accepted || channel.isWritable();
    }

    private void scheduleIdleCheck() {
        long period = options.idleTimeout().toNanos() / IDLE_CHECKS;
        channel.eventLoop().schedule(this::checkIdle, period, TimeUnit.NANOSECONDS);
    }

    private void checkIdle() {
        if (closed) {
            return;
        }
        long now = System.nanoTime();
        if (out.hasProgressed() || hasReceived) {
            hasReceived = false;
            idleSinceNanos = now;
        }
        if (now - idleSinceNanos < options.idleTimeout().toNanos()) {
            scheduleIdleCheck();
            return;
        }
        log.info(
                "closing an idle connection peer={} unsentAnswers={}",
                remoteAddress,
                !channel.isWritable());
        channel.close();
    }

    private void failOutbox() {
        Object item;
        while ((item = outbox.poll()) != null) {
            if (item instanceof PendingCall call) {
                call.request.release();
                call.completeExceptionally(new RemotingException.Closed(remoteAddress));
            } else {
                ((RemotingCommand) item).release();
            }
        }
    }
}
