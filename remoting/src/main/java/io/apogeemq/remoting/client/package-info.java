/**
 * Calling servers by address: connections are opened when first needed, shared by all callers of a
 * client, and replaced when they break.
 *
 * <p>Door: {@link io.apogeemq.remoting.client.RemotingClient}.
 */
package io.apogeemq.remoting.client;
