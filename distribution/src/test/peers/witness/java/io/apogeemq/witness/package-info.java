/**
 * A program that uses the peer's own client the way an application does, and says what it saw. It is
 * compiled unchanged against every supported release of the peer, and runs in a process of its own
 * with that release's class path.
 *
 * <p>Door: {@link io.apogeemq.witness.Witness}. Scenarios run one after the other on the main thread;
 * listeners of the peer's client run on its threads and fill an {@link io.apogeemq.witness.Inbox}.
 */
package io.apogeemq.witness;
