/**
 * Headers and bodies of finding messages by id, key or unique key; {@link
 * io.apogeemq.remoting.protocol.query.QueryMessageRequestHeader} is a good start.
 *
 * <p>Names, types and defaults follow the wire spec. In headers an empty text is an absent field.
 *
 * <p>Threads: immutable values, safe for any thread.
 */
package io.apogeemq.remoting.protocol.query;
