package io.apogeemq.remoting.command;

/**
 * The layouts of the headers that came lately to an io thread, one for each of some lengths. Bounded: a
 * peer that sends every header differently costs no more memory, and little time.
 *
 * <p>Threads: confined to one io thread, whose connections share it.
 */
public final class HeaderLayouts {
    private static final int SLOTS = 64; // a power of two
    private static final int MOST_HEADER_BYTES = 1024;

    /** A layout goes when so many other headers came in a row. */
    private static final int MISSES_BEFORE_CHANGE = 8;

    private final HeaderLayout[] layouts = new HeaderLayout[SLOTS];
    private final byte[] misses = new byte[SLOTS];

    /** The layout of this header, or null when it is not known. */
    HeaderLayout find(byte[] header, int length) {
        int slot = slot(length);
        HeaderLayout layout = layouts[slot];
        if (layout != null && layout.length() == length && layout.fits(header)) {
            misses[slot] = 0;
            return layout;
        }
        return null;
    }

    /** Whether to keep the layout of a header of this length, which was not known. */
    boolean wants(int length) {
        int slot = slot(length);
        if (length > MOST_HEADER_BYTES
                || (layouts[slot] != null && ++misses[slot] < MISSES_BEFORE_CHANGE)) {
            return false;
        }
        misses[slot] = 0;
        return true;
    }

    void keep(HeaderLayout layout) {
        layouts[slot(layout.length())] = layout;
    }

    private static int slot(int length) {
        return length & SLOTS - 1;
    }
}
