package io.apogeemq.common.concurrent;

import java.util.function.Consumer;

/** Makes the loops of a component. */
public interface Loops {

    /** Every loop gets a thread of its own. */
    static Loops threads() {
        return LoopThread::new;
    }

    /**
     * A loop that is not started yet.
     *
     * @param name of the thread, in the words of the architecture
     * @param onFailure told when a turn threw: the loop has ended
     */
    Loop loop(String name, Loop.Turn turn, Consumer<Throwable> onFailure);
}
