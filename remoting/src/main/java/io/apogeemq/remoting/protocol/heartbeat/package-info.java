/**
 * Headers and bodies of the heartbeat of clients and what they subscribe to; {@link
 * io.apogeemq.remoting.protocol.heartbeat.HeartbeatData} is a good start.
 *
 * <p>Names, types and defaults follow the wire spec. In headers an empty text is an absent field.
 *
 * <p>Threads: immutable values, safe for any thread.
 */
package io.apogeemq.remoting.protocol.heartbeat;
