package io.apogeemq.remoting.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The io threads of a process and the transport they run on. Servers and clients of one process
 * share them.
 *
 * <p>Threads: safe for any thread. Starts {@code threads} threads on first use; {@link #close}
 * stops and joins them.
 */
public final class EventLoops implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventLoops.class);
    private static final long STOP_TIMEOUT_SECONDS = 5;

    private static final int PAGE_BYTES = 8 * 1024;
    private static final int CHUNK_ORDER = 6; // chunks of 512 KiB: a quiet server stays small

    private final Transport transport;
    private final EventLoopGroup group;
    private final ByteBufAllocator allocator;
    private final ThreadLocal<IoThreadState> ioThreadState;

    /**
     * Starts io threads on the wanted transport.
     *
     * @param threadName prefix of the threads' names
     * @throws TransportUnavailable when the machine can't run the wanted transport; says why
     */
    public EventLoops(String threadName, int threads, Transport wanted) {
        this.transport = wanted.resolve();
        this.group =
                new MultiThreadIoEventLoopGroup(
                        threads,
                        new DefaultThreadFactory(threadName, true),
                        transport.ioHandlerFactory());
        this.allocator =
                new PooledByteBufAllocator(
                        true, 1, threads, PAGE_BYTES, CHUNK_ORDER, 256, 64, false);
        this.ioThreadState = ThreadLocal.withInitial(() -> new IoThreadState(allocator));
        log.info(
                "io threads started name={} threads={} transport={}",
                threadName,
                threads,
                transport);
    }

    /** The transport that was chosen: never {@link Transport#AUTO}. */
    public Transport transport() {
        return transport;
    }

    /** The threads, for Netty's bootstraps. */
    public EventLoopGroup group() {
        return group;
    }

    /** Where buffers for the wire come from. */
    public ByteBufAllocator allocator() {
        return allocator;
    }

    /** What the connections of the calling io thread share. */
    IoThreadState ioThreadState() {
        return ioThreadState.get();
    }

    /** Whether the calling thread is one of these, and so must not block. */
    public boolean isIoThread() {
        for (EventExecutor thread : group) {
            if (thread.inEventLoop()) {
                return true;
            }
        }
        return false;
    }

    Class<? extends ServerChannel> serverChannel() {
        return transport.serverChannel();
    }

    Class<? extends Channel> clientChannel() {
        return transport.clientChannel();
    }

    /** Stops the threads and waits until they are gone. */
    @Override
    public void close() {
        group.shutdownGracefully(0, STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** How sockets are read and written. */
    public enum Transport {
        /** The fastest one that was measured to run well here: epoll, else NIO. */
        AUTO {
            @Override
            Transport resolve() {
                return Epoll.isAvailable() ? EPOLL : NIO;
            }
        },
        /** Linux io_uring. */
        IO_URING {
            @Override
            Transport resolve() {
                if (!IoUring.isAvailable()) {
                    throw unavailable(this, IoUring.unavailabilityCause());
                }
                return this;
            }

            @Override
            IoHandlerFactory ioHandlerFactory() {
                return IoUringIoHandler.newFactory();
            }

            @Override
            Class<? extends ServerChannel> serverChannel() {
                return IoUringServerSocketChannel.class;
            }

            @Override
            Class<? extends Channel> clientChannel() {
                return IoUringSocketChannel.class;
            }
        },
        /** Linux epoll. */
        EPOLL {
            @Override
            Transport resolve() {
                if (!Epoll.isAvailable()) {
                    throw unavailable(this, Epoll.unavailabilityCause());
                }
                return this;
            }

            @Override
            IoHandlerFactory ioHandlerFactory() {
                return EpollIoHandler.newFactory();
            }

            @Override
            Class<? extends ServerChannel> serverChannel() {
                return EpollServerSocketChannel.class;
            }

            @Override
            Class<? extends Channel> clientChannel() {
                return EpollSocketChannel.class;
            }
        },
        /** The JDK's selectors: runs everywhere. */
        NIO;

        Transport resolve() {
            return this;
        }

        IoHandlerFactory ioHandlerFactory() {
            return NioIoHandler.newFactory();
        }

        Class<? extends ServerChannel> serverChannel() {
            return NioServerSocketChannel.class;
        }

        Class<? extends Channel> clientChannel() {
            return NioSocketChannel.class;
        }

        private static TransportUnavailable unavailable(Transport wanted, Throwable cause) {
            return new TransportUnavailable(wanted, cause);
        }
    }
}
