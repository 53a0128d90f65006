/**
 * {@code mqadmin bench}: load on a broker, and what it cost. One load generator for every broker that
 * speaks the protocol, so that two of them can be compared in one run.
 *
 * <p>Two ways to drive a load: {@code raw} sends pre-encoded frames over blocking sockets and spends
 * next to nothing itself; {@code client} goes through our client library, as an application would.
 * Latency under a fixed rate is counted from the moment a request was due, not from when it was
 * sent, so a stalled server can't hide its stall (no coordinated omission). The broker's CPU time is
 * read from {@code /proc} when it runs on this machine.
 *
 * <p>Door: {@link io.apogeemq.admin.bench.BenchCommand}.
 */
package io.apogeemq.admin.bench;
