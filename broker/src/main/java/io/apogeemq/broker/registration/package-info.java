/**
 * Telling the name servers who this broker is and which topics it has.
 *
 * <p>Door: {@link io.apogeemq.broker.registration.NamesrvRegistration}.
 *
 * <p>Threads: the scheduler thread; answers come on io threads.
 */
package io.apogeemq.broker.registration;
