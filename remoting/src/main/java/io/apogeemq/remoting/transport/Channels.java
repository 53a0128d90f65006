package io.apogeemq.remoting.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Predicate;

/** Opens channels: listening ones, and ones to a server; sets their options in one place. */
public final class Channels {
    private static final int BACKLOG = 1024;

    private Channels() {}

    /**
     * Starts to listen.
     *
     * @param admit asked for each new connection; false closes it at once
     */
    public static ChannelFuture listen(
            EventLoops loops,
            InetSocketAddress address,
            ConnectionOptions options,
            RequestReceiver receiver,
            Predicate<Channel> admit) {
        return new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOCATOR, loops.allocator())
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark(options))
                .childHandler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                if (admit.test(channel)) {
                                    channel.pipeline()
                                            .addLast(
                                                    new ChannelConnection(
                                                            channel,
                                                            (InetSocketAddress)
                                                                    channel.remoteAddress(),
                                                            options,
                                                            receiver,
                                                            loops.ioThreadState(),
                                                            true));
                                } else {
                                    channel.close();
                                }
                            }
                        })
                .bind(address);
    }

    /** Starts to connect; the channel's last handler is its {@link ChannelConnection}. */
    public static ChannelFuture connect(
            EventLoops loops,
            InetSocketAddress address,
            Duration timeout,
            ConnectionOptions options,
            RequestReceiver receiver) {
        return new Bootstrap()
                .group(loops.group())
                .channel(loops.clientChannel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(timeout.toMillis()))
                .option(ChannelOption.ALLOCATOR, loops.allocator())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark(options))
                .handler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channel.pipeline()
                                        .addLast(
                                                new ChannelConnection(
                                                        channel,
                                                        address,
                                                        options,
                                                        receiver,
                                                        loops.ioThreadState(),
                                                        false));
                            }
                        })
                .connect(address);
    }

    private static WriteBufferWaterMark waterMark(ConnectionOptions options) {
        return new WriteBufferWaterMark(options.mostUnsentBytes() / 2, options.mostUnsentBytes());
    }
}
