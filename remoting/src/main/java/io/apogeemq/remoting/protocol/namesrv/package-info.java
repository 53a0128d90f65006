/**
 * Headers and bodies of the name server's key-value configuration, lists and switches; {@link
 * io.apogeemq.remoting.protocol.namesrv.ClusterInfo} is a good start.
 *
 * <p>Names, types and defaults follow the wire spec. In headers an empty text is an absent field.
 *
 * <p>Threads: immutable values, safe for any thread.
 */
package io.apogeemq.remoting.protocol.namesrv;
