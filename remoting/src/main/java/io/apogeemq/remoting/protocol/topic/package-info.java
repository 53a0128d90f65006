/**
 * Headers and bodies of creating, deleting and describing topics; {@link
 * io.apogeemq.remoting.protocol.topic.TopicConfigTable} is a good start.
 *
 * <p>Names, types and defaults follow the wire spec. In headers an empty text is an absent field.
 *
 * <p>Threads: immutable values, safe for any thread.
 */
package io.apogeemq.remoting.protocol.topic;
