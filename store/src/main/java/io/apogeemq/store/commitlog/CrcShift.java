package io.apogeemq.store.commitlog;

/**
 * Joins checksums of parts: CRC-32 is a remainder of polynomials over two elements, so the checksum of A
 * followed by B is that of A times x^(8·length of B), plus that of B. What stands behind the bytes that are
 * only known under the append lock can be summed before the lock is taken.
 *
 * <p>Polynomials are ints with the coefficient of x^0 in the highest bit, as CRC-32 has them. Source: RFC 1952
 * for the polynomial.
 *
 * <p>Threads: pure functions.
 */
final class CrcShift {

    private static final int POLYNOMIAL = 0xEDB88320;
    private static final int ONE = 0x80000000;

    /** x^(8·2^i). */
    private static final int[] POWERS = powers();

    private CrcShift() {}

    private static int[] powers() {
        int[] powers = new int[31];
        powers[0] = ONE >>> 8;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = times(powers[i - 1], powers[i - 1]);
        }
        return powers;
    }

    /** The factor that stands for so many bytes behind a checksum. */
    static int behind(int bytes) {
        int factor = ONE;
        for (int i = 0, left = bytes; left != 0; i++, left >>>= 1) {
            if ((left & 1) != 0) {
                factor = times(factor, POWERS[i]);
            }
        }
        return factor;
    }

    /** The checksum of two parts; {@code factor} is {@link #behind} the length of the second one. */
    static int join(int first, int factor, int second) {
        return times(first, factor) ^ second;
    }

    private static int times(int a, int b) {
        int product = 0;
        int shifted = b;
        for (int bits = a; bits != 0; bits <<= 1) {
            product ^= shifted & (bits >> 31);
            shifted = (shifted >>> 1) ^ (POLYNOMIAL & -(shifted & 1));
        }
        return product;
    }
}
