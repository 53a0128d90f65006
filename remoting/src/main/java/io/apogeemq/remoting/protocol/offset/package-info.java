/**
 * Headers and bodies of reading and storing consume offsets, and finding offsets by time; {@link
 * io.apogeemq.remoting.protocol.offset.QueryConsumerOffsetRequestHeader} is a good start.
 *
 * <p>Names, types and defaults follow the wire spec. In headers an empty text is an absent field.
 *
 * <p>Threads: immutable values, safe for any thread.
 */
package io.apogeemq.remoting.protocol.offset;
