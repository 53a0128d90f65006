/**
 * The command line mqstore: works on the files of a store that no broker has open.
 *
 * <pre>
 * exit code  0  the store is sound, or what was asked is done
 *            1  something in it is damaged
 *            2  the command line is wrong, or it could not be done; standard error says why
 * </pre>
 *
 * <p>Door: {@link io.apogeemq.admin.store.MqStore}. Every command takes the store's lock first.
 *
 * <p>Threads: one command on the main thread.
 */
package io.apogeemq.admin.store;
