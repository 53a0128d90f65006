/**
 * Headers and bodies of sending messages and the replies of request-reply calls; {@link
 * io.apogeemq.remoting.protocol.send.SendMessageRequestHeader} is a good start.
 *
 * <p>Names, types and defaults follow the wire spec. In headers an empty text is an absent field.
 *
 * <p>Threads: immutable values, safe for any thread.
 */
package io.apogeemq.remoting.protocol.send;
