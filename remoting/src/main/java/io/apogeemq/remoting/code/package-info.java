/**
 * The numbers of the protocol: request codes and response codes, with their names for logs.
 *
 * <p>Doors: {@link io.apogeemq.remoting.code.RequestCode} and {@link
 * io.apogeemq.remoting.code.ResponseCode}. Source: wire spec, page "codes".
 *
 * <p>Threads: constants only, safe for any thread.
 */
package io.apogeemq.remoting.code;
