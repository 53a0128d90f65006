/**
 * A broker: stores messages and gives them to consumers, for any RocketMQ client.
 *
 * <p>Door: {@link io.apogeemq.broker.BrokerMain} (a process), {@link io.apogeemq.broker.BrokerServer} (in
 * a process), {@link io.apogeemq.broker.BrokerConfig}. {@code BrokerRequests} is the table of contents:
 * request code, processor, thread. Every other package is one thing that a broker does.
 *
 * <p>Threads: io threads are shared with the rest of the process; the server owns {@code scheduler},
 * {@code admin-n} and {@code cold-read-n}, the store its own.
 */
package io.apogeemq.broker;
