/**
 * Headers and bodies of ending and checking transactions; {@link
 * io.apogeemq.remoting.protocol.transaction.EndTransactionRequestHeader} is a good start.
 *
 * <p>Names, types and defaults follow the wire spec. In headers an empty text is an absent field.
 *
 * <p>Threads: immutable values, safe for any thread.
 */
package io.apogeemq.remoting.protocol.transaction;
