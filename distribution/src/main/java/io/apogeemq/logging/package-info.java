/**
 * Where the log lines of our programs go: files of limited size in {@code logs/} of the install for
 * servers, standard error for tools. Set up in code, because reading an XML configuration would be a
 * tenth of a server's start; whoever wants another one names a file of their own.
 *
 * <p>Door: {@link io.apogeemq.logging.LogFiles}, found by logback through {@code ServiceLoader}.
 */
package io.apogeemq.logging;
