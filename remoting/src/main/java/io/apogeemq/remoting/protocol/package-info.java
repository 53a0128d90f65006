/**
 * What the feature packages below share: the JSON form of a queue, the version of a table, the convention for absent texts.
 *
 * <p>Each feature package holds the header and body records of its requests. A header record has
 * {@code read(HeaderFields)} and {@code write(HeaderWriter)}; a body record has {@code
 * fromJson(byte[])} and {@code toJson()}, and, where it is part of another body or of a file, {@code
 * read(JsonObject)} and {@code write(JsonOut)}.
 *
 * <p>Threads: immutable values and pure functions, safe for any thread.
 */
package io.apogeemq.remoting.protocol;
