/**
 * What operators and tools ask a broker: state, settings, connections, progress, and requests that it
 * relays to clients. One small class for each subject.
 *
 * <p>Door: the classes named in {@code BrokerRequests}; each public method handles one request code.
 *
 * <p>Threads: the admin executor; methods may block on the disk, never on another broker.
 */
package io.apogeemq.broker.admin;
