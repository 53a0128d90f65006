/**
 * Telling the name servers who this broker is and which topics it has.
 *
 * <p>Door: {@code NamesrvRegistration}.
 *
 * <p>Threads: the registration's own scheduler thread; answers come on io threads.
 */
package io.apogeemq.broker.registration;
