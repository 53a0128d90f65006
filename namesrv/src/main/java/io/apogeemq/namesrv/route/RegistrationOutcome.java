package io.apogeemq.namesrv.route;

import static java.util.Objects.requireNonNull;

/** What became of a registration. */
sealed interface RegistrationOutcome {

    /** Taken in. A slave is told its master; both texts are empty for a master and without one. */
    record Accepted(String masterAddr, String masterHaServerAddr) implements RegistrationOutcome {
        static final Accepted WITHOUT_MASTER = new Accepted("", "");

        public Accepted {
            requireNonNull(masterAddr, "masterAddr");
            requireNonNull(masterHaServerAddr, "masterHaServerAddr");
        }
    }

    /** The broker's id belongs to a broker of a later term at this address; nothing was taken in. */
    record Superseded(String holder) implements RegistrationOutcome {}

    /** One topic of a broker that never registered all of them; no table was touched. */
    record Incomplete() implements RegistrationOutcome {}

    /** There is no room for so many brokers or topics; no table was touched. */
    record Full() implements RegistrationOutcome {}
}
