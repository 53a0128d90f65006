/**
 * Which messages a subscription wants, decided by the broker.
 *
 * <p>Door: {@link io.apogeemq.broker.filter.FilterTable}.
 *
 * <p>Threads: safe for any thread.
 */
package io.apogeemq.broker.filter;
