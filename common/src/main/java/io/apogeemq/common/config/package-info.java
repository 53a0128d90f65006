/**
 * Reading, checking and documenting settings.
 *
 * <p>A program declares its keys once in a {@link io.apogeemq.common.config.ConfigSchema}; the schema
 * reads file, environment and command line into {@link io.apogeemq.common.config.ConfigValues}, or
 * says everything that is wrong in one {@link io.apogeemq.common.config.ConfigException}. The program
 * builds its small records of settings from the values and passes those on, never the values.
 *
 * <p>Sources, the stronger first: options of the command line, {@code key=value} words, environment
 * {@code APOGEE_KEY_NAME}, file, default.
 *
 * <p>Threads: immutable values, safe for any thread.
 */
package io.apogeemq.common.config;
