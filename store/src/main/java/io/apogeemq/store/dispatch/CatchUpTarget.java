package io.apogeemq.store.dispatch;

/**
 * A derived store that may fall behind without holding anything up: records pass by it until it has been
 * handed all it has missed.
 *
 * <pre>
 * state       leaves it by
 *   behind    follow, when the walk has reached the dispatch
 *   up to it  an error of its own
 * </pre>
 *
 * <p>Threads: all of this on the dispatch thread.
 */
public interface CatchUpTarget extends DerivedStore {

    /** What {@link #prepare} returns when records may be handed in. */
    long READY = 0;

    /** What {@link #prepare} returns when it has more to do first. */
    long NOT_YET = 1;

    /** Whether {@code accept} lets records pass by. */
    boolean isLagging();

    /**
     * One bounded step towards taking records.
     *
     * @return {@link #READY}, or the nanoseconds after which to ask again
     */
    long prepare();

    /**
     * Takes a record while it is behind.
     *
     * @return whether it did; if not, {@link #prepare} says when to go on
     */
    boolean acceptLate(DispatchRecord record);

    /** What to run when it falls behind on another thread than the dispatch thread. */
    void wakeWith(Runnable wake);

    /** There are no more records below: {@link #completeBelow} goes there. */
    void reached(long physicalOffset);

    /** It has all that was dispatched: from now on records are handed in as they come. */
    void follow();
}
