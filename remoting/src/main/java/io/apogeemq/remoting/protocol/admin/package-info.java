/**
 * Headers and bodies of the remaining questions and orders of administration tools; {@link
 * io.apogeemq.remoting.protocol.admin.ConsumeStats} is a good start.
 *
 * <p>Names, types and defaults follow the wire spec. In headers an empty text is an absent field.
 *
 * <p>Threads: immutable values, safe for any thread.
 */
package io.apogeemq.remoting.protocol.admin;
