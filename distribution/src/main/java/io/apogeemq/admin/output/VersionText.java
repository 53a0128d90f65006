package io.apogeemq.admin.output;

/**
 * The protocol's version numbers as release names.
 *
 * <p>Since 4.0.0 each release has an odd number, two above the release before, ten releases to a
 * minor version. Source: the numbers of 4.9.4 (401), 5.0.0 (413) and 5.4.0 (493).
 *
 * <p>Threads: pure functions.
 */
public final class VersionText {
    private static final int FIRST_NUMBER = 213; // 4.0.0
    private static final int FIRST_RELEASE = 400;

    private VersionText() {}

    /** {@code V5_4_0} for 493; the bare number for what is older than 4.0.0. */
    public static String of(int version) {
        if (version < FIRST_NUMBER) {
            return Integer.toString(version);
        }
        int release = FIRST_RELEASE + (version - FIRST_NUMBER + 1) / 2;
        String name = "V" + release / 100 + "_" + release / 10 % 10 + "_" + release % 10;
        return version % 2 == 0 ? name + "_SNAPSHOT" : name;
    }
}
