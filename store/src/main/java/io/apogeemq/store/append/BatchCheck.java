package io.apogeemq.store.append;

/**
 * Looks at the messages of a batch while they are composed, before anything of it is stored: so that their
 * properties are gone over once.
 *
 * <p>Every method refuses the batch by throwing a {@link RuntimeException}, which comes back from the append.
 *
 * <p>Threads: called by the appending thread only.
 */
public interface BatchCheck {

    /** Has nothing against any message. */
    BatchCheck NONE =
            new BatchCheck() {
                @Override
                public void message(int index, int bodyBytes) {
                    // any is right
                }

                @Override
                public boolean looksAt(byte first) {
                    return false;
                }

                @Override
                public void property(byte[] text, int start, int end) {
                    // not called
                }
            };

    /** A message begins; the first has index 0. */
    void message(int index, int bodyBytes);

    /** Whether it wants to see properties whose names begin so. Hot. */
    boolean looksAt(byte first);

    /**
     * A property of interest, {@code text[start .. end)}: name, 0x01, value, as the producer sent it, so either
     * may be missing. Tag and keys are none.
     */
    void property(byte[] text, int start, int end);
}
