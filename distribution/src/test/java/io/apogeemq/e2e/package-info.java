/**
 * End-to-end tests: what users unpack, started by its scripts as real processes, with Apache's
 * clients and servers of two releases as witnesses. They run after packaging ({@code mvn verify}).
 *
 * <p>Fixtures: {@link io.apogeemq.e2e.Install} unpacks the archive, {@link io.apogeemq.e2e.ServerProcess}
 * runs our servers, {@link io.apogeemq.e2e.ApacheServers} theirs, {@link io.apogeemq.e2e.PeerProcess} a
 * program that uses their client. Each test class works in a folder of its own name under {@code
 * target/e2e}, which stays there for whoever has to find out why a test failed. Every process ends
 * with its fixture, at the latest with the JVM of the tests.
 */
package io.apogeemq.e2e;
