package io.apogeemq.common.topic;

/**
 * The permission bits of a topic or broker, and their printed form.
 *
 * <pre>
 * 1  inherit   topics may be created from this one
 * 2  write
 * 4  read
 * 8  priority  legacy, stored and ignored
 * </pre>
 *
 * Source: broker spec, "Topics", section 1.
 */
public final class QueuePermission {
    public static final int INHERIT = 1;
    public static final int WRITE = 1 << 1;
    public static final int READ = 1 << 2;
    public static final int PRIORITY = 1 << 3;
    public static final int READ_WRITE = READ | WRITE;

    private QueuePermission() {}

    public static boolean isReadable(int perm) {
        return (perm & READ) != 0;
    }

    public static boolean isWritable(int perm) {
        return (perm & WRITE) != 0;
    }

    public static boolean isInherited(int perm) {
        return (perm & INHERIT) != 0;
    }

    /** Whether an administrator may set this value: read, write and inherit in any combination. */
    public static boolean isSettable(int perm) {
        return perm >= 0 && perm < PRIORITY;
    }

    /** Three characters as tools print them: {@code RW-}, {@code R--}, {@code RWX}. */
    public static String text(int perm) {
        char[] text = {
            isReadable(perm) ? 'R' : '-',
            isWritable(perm) ? 'W' : '-',
            isInherited(perm) ? 'X' : '-'
        };
        return new String(text);
    }
}
