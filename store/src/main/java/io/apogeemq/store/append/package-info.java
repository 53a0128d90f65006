/**
 * The vocabulary of appending: what is asked ({@link io.apogeemq.store.append.AppendRequest}, {@link
 * io.apogeemq.store.append.BatchAppendRequest}), what came of it ({@link
 * io.apogeemq.store.append.AppendOutcome}, {@link io.apogeemq.store.append.BatchOutcome}), and the gate
 * that closes when a promise can no longer be kept.
 *
 * <p>Entered by the io threads of a server; values only, apart from the gate.
 */
package io.apogeemq.store.append;
