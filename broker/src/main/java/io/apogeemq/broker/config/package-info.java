/**
 * What a broker is told: its settings, who it is, and which settings can change while it runs.
 *
 * <p>Door: {@link io.apogeemq.broker.config.BrokerConfigKeys} (every key of the text form), {@link
 * io.apogeemq.broker.config.BrokerIdentity} (names and addresses) and {@link
 * io.apogeemq.broker.config.LiveConfig} (the values now). Settings that never change are given to
 * the parts as small records of their own.
 *
 * <p>Threads: read by any; changed by the admin threads.
 */
package io.apogeemq.broker.config;
