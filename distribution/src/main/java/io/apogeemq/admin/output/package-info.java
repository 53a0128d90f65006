/**
 * How answers look: columns for people and scripts, indented JSON, times and versions as text.
 *
 * <p>Doors: {@link io.apogeemq.admin.output.TextTable}, {@link io.apogeemq.admin.output.TimeText}.
 *
 * <p>Threads: confined to the main thread.
 */
package io.apogeemq.admin.output;
