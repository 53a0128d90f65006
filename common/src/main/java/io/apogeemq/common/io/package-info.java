/**
 * Small files and paths: {@link io.apogeemq.common.io.AtomicFile} replaces a file as a whole.
 */
package io.apogeemq.common.io;
