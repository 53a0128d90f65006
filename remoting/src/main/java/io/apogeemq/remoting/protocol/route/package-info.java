/**
 * Headers and bodies of the routes that name servers give to clients; {@link
 * io.apogeemq.remoting.protocol.route.TopicRouteData} is a good start.
 *
 * <p>Names, types and defaults follow the wire spec. In headers an empty text is an absent field.
 *
 * <p>Threads: immutable values, safe for any thread.
 */
package io.apogeemq.remoting.protocol.route;
