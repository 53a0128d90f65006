/**
 * Headers and bodies of consumer and producer groups; {@link
 * io.apogeemq.remoting.protocol.group. members, connections, settings:ConsumerConnection} is a good start.
 *
 * <p>Names, types and defaults follow the wire spec. In headers an empty text is an absent field.
 *
 * <p>Threads: immutable values, safe for any thread.
 */
package io.apogeemq.remoting.protocol.group;
