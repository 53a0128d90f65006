/**
 * Looks at every byte of a store and says in plain words what is not as it should be: every record of the
 * log, every queue and index entry against the record it stands for, and the small files. Nothing is
 * changed, and the same code runs on a store at rest and, slowly, inside a broker.
 *
 * <p>Doors: {@link io.apogeemq.store.verify.StoreVerifier} (one verification, in steps), {@link
 * io.apogeemq.store.verify.LogWalk} (the records of a log, also of a damaged one).
 *
 * <p>Threads: one verification is confined to the thread that takes its steps.
 */
package io.apogeemq.store.verify;
