/**
 * The command line mqadmin: finds the command, reads its options, runs it, and turns what came of it
 * into output and an exit code.
 *
 * <pre>
 * exit code  0  done
 *            1  the operation did not succeed; one line on standard error says why
 *            2  the command line is wrong; one line on standard error says what
 * </pre>
 *
 * <p>Doors: {@link io.apogeemq.admin.MqAdmin}; {@link io.apogeemq.admin.CommandTable}, which lists
 * every command. The commands stand in one package for each subject and are front-ends of {@link
 * io.apogeemq.client.admin.AdminClient}.
 *
 * <p>Threads: one command at a time on the main thread.
 */
package io.apogeemq.admin;
