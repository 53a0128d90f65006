package io.apogeemq.store;

import io.apogeemq.common.concurrent.Loop;
import io.apogeemq.common.concurrent.Loops;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Loops of which some take a turn only when the test says so; the others have their threads.
 *
 * <p>Threads: confined to the thread of the test, but for those threads.
 */
final class HandLoops implements Loops {

    private static final int MOST_TURNS = 1000;

    private final Loops threads = Loops.threads();
    private final Set<String> byHand;
    private final Map<String, HandLoop> loops = new HashMap<>();

    HandLoops(String... byHand) {
        this.byHand = Set.of(byHand);
    }

    @Override
    public Loop loop(String name, Loop.Turn turn, Consumer<Throwable> onFailure) {
        if (!byHand.contains(name)) {
            return threads.loop(name, turn, onFailure);
        }
        HandLoop loop = new HandLoop(turn);
        loops.put(name, loop);
        return loop;
    }

    /** Takes turns until the loop wants to wait. */
    void run(String name) {
        for (int i = 0; loops.get(name).turn() == 0; i++) {
            if (i == MOST_TURNS) {
                throw new AssertionError("loop '" + name + "' never comes to rest");
            }
        }
    }

    private static final class HandLoop implements Loop {
        private final Turn turn;

        HandLoop(Turn turn) {
            this.turn = turn;
        }

        long turn() {
            try {
                return turn.take();
            } catch (Exception e) {
                throw new AssertionError("a turn failed", e);
            }
        }

        @Override
        public Loop start() {
            return this;
        }

        @Override
        public void wake() {}

        @Override
        public boolean isCurrent() {
            return false;
        }

        @Override
        public void close() {}
    }
}
