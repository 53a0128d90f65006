package io.apogeemq.witness;

/** One way of using the peer's client, that checks for itself whether it saw what it had to see. */
interface Scenario {
    /**
     * Runs to its end.
     *
     * @return what was seen, as {@code key=value} words
     * @throws Exception when the servers or the client behaved otherwise than an application expects
     */
    String run(Bench bench) throws Exception;
}
