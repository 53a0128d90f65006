/**
 * How the product speaks about what went wrong.
 *
 * <p>Door: {@link io.apogeemq.common.error.MqException}, the unchecked parent of the exceptions of
 * all modules, and {@link io.apogeemq.common.error.ErrorCategory}, which tells a peer what it can do
 * about it. Wire codes are not here: the module that answers a peer joins category, code and text.
 *
 * <p>Threads: immutable values, safe for any thread.
 */
package io.apogeemq.common.error;
