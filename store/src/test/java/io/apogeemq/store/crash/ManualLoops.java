package io.apogeemq.store.crash;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.concurrent.Loop;
import io.apogeemq.common.concurrent.Loops;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Loops that take a turn when a test says so, in an order that a seed decides: every run of a seed is
 * the same run.
 *
 * <p>Threads: confined to the thread of the test.
 */
final class ManualLoops implements Loops {

    private static final int MOST_TURNS = 100_000;

    private final Clock clock;
    private final List<ManualLoop> loops = new ArrayList<>();

    ManualLoops(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Loop loop(String name, Loop.Turn turn, Consumer<Throwable> onFailure) {
        ManualLoop loop = new ManualLoop(name, turn, onFailure);
        loops.add(loop);
        return loop;
    }

    /** One turn of some loop that has something to do; false if there is none. */
    boolean takeTurn(SplittableRandom random) {
        int first = loops.isEmpty() ? 0 : random.nextInt(loops.size());
        for (int i = 0; i < loops.size(); i++) {
            ManualLoop loop = loops.get((first + i) % loops.size());
            if (loop.isDue()) {
                loop.takeTurn();
                return true;
            }
        }
        return false;
    }

    /** Turns until nobody has anything to do before the clock moves. */
    void takeTurns(SplittableRandom random) {
        for (int i = 0; takeTurn(random); i++) {
            if (i > MOST_TURNS) {
                throw new AssertionError("loops never come to rest: " + loops);
            }
        }
    }

    /** Whether the loop of that name is within a turn. */
    boolean isInTurn(String name) {
        for (ManualLoop loop : loops) {
            if (loop.inTurn && loop.name.equals(name)) {
                return true;
            }
        }
        return false;
    }

    private final class ManualLoop implements Loop {
        private final String name;
        private final Turn turn;
        private final Consumer<Throwable> onFailure;
        private boolean started;
        private boolean ended;
        private boolean inTurn;
        private boolean waits;
        private boolean wokenInTurn;
        private long waitsUntilNanos;

        ManualLoop(String name, Turn turn, Consumer<Throwable> onFailure) {
            this.name = name;
            this.turn = turn;
            this.onFailure = onFailure;
        }

        boolean isDue() {
            return started
                    && !ended
                    && !inTurn
                    && (!waits
                            || waitsUntilNanos != UNTIL_WOKEN
                                    && clock.nanoTime() >= waitsUntilNanos);
        }

        void takeTurn() {
            inTurn = true;
            waits = false;
            wokenInTurn = false;
            try {
                long wait = turn.take();
                if (wait != 0 && !wokenInTurn) {
                    waits = true;
                    waitsUntilNanos = wait == UNTIL_WOKEN ? wait : clock.nanoTime() + wait;
                }
            } catch (PowerCut cut) {
                throw cut;
            } catch (Throwable e) {
                ended = true;
                onFailure.accept(e);
            } finally {
                inTurn = false;
            }
        }

        @Override
        public Loop start() {
            started = true;
            return this;
        }

        @Override
        public void wake() {
            waits = false;
            wokenInTurn = true;
        }

        @Override
        public boolean isCurrent() {
            return inTurn;
        }

        @Override
        public void close() {
            ended = true;
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
