/**
 * Consuming: {@link io.apogeemq.client.consumer.PushConsumer} calls a listener, {@link
 * io.apogeemq.client.consumer.PullConsumer} is asked for messages.
 *
 * <p>Inside, each queue that is held has a process queue (what was pulled and is not finished) and a
 * pull loop (which fetches more while there is room); a delivery hands messages to the listener. The
 * progress of a queue is the smallest offset that is not finished, so no message is ever passed over.
 *
 * <p>Threads: pulls and their answers run on the io threads of the client, listeners on threads of the
 * consumer's own, rebalancing on its own thread, delays on the client's timer.
 */
package io.apogeemq.client.consumer;
