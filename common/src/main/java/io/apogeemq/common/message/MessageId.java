package io.apogeemq.common.message;

import static java.util.Objects.requireNonNull;

import io.apogeemq.common.error.ErrorCategory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The offset id of a stored message: which broker has it, and where in its CommitLog.
 *
 * <pre>
 * upper-case hexadecimal digits of
 *   4 or 16 bytes  address of the store host
 *   int32          its port
 *   int64          physical offset
 * so 32 digits with an IPv4 address, 56 with IPv6
 * </pre>
 *
 * Source: wire spec, "Message ids".
 *
 * <p>Threads: immutable.
 */
public record MessageId(InetAddress address, int port, long physicalOffset) {
    private static final int V4_DIGITS = 32;
    private static final int V6_DIGITS = 56;
    private static final int PORT_DIGITS = 8;
    private static final int OFFSET_DIGITS = 16;
    private static final byte[] DIGITS = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    public MessageId {
        requireNonNull(address, "address");
    }

    /**
     * Reads 32 or 56 digits, in either case.
     *
     * @throws RecordFormatException (caller) when the text is no offset id
     */
    public static MessageId parse(String text) {
        if (text.length() != V4_DIGITS && text.length() != V6_DIGITS) {
            throw notAnId(text);
        }
        try {
            int addressDigits = text.length() - PORT_DIGITS - OFFSET_DIGITS;
            byte[] address = HexFormat.of().parseHex(text, 0, addressDigits);
            int port = HexFormat.fromHexDigits(text, addressDigits, addressDigits + PORT_DIGITS);
            long offset =
                    HexFormat.fromHexDigitsToLong(text, addressDigits + PORT_DIGITS, text.length());
            if (offset < 0 || port < 0 || port > 0xFFFF) {
                throw notAnId(text);
            }
            return new MessageId(InetAddress.getByAddress(address), port, offset);
        } catch (IllegalArgumentException | UnknownHostException e) {
            throw notAnId(text);
        }
    }

    private static RecordFormatException notAnId(String text) {
        return new RecordFormatException(
                ErrorCategory.CALLER,
                "'"
                        + text
                        + "' is not an offset message id: expected 32 or 56 hexadecimal digits of"
                        + " host, port and offset; an id made by the producer is queried by key");
    }

    /** The digits. */
    public String text() {
        return text(address.getAddress(), port, physicalOffset);
    }

    /** The digits, straight from the parts. Hot path: one array and the answer. */
    public static String text(byte[] address, int port, long physicalOffset) {
        byte[] text = new byte[textLength(address)];
        putText(text, 0, address, port, physicalOffset);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static int textLength(byte[] address) {
        return address.length * 2 + PORT_DIGITS + OFFSET_DIGITS;
    }

    private static void putText(
            byte[] text, int start, byte[] address, int port, long physicalOffset) {
        int at = start;
        for (byte b : address) {
            text[at++] = DIGITS[(b >> 4) & 0xF];
            text[at++] = DIGITS[b & 0xF];
        }
        for (int shift = 28; shift >= 0; shift -= 4) {
            text[at++] = DIGITS[(port >>> shift) & 0xF];
        }
        for (int shift = 60; shift >= 0; shift -= 4) {
            text[at++] = DIGITS[(int) (physicalOffset >>> shift) & 0xF];
        }
    }

    /** Where the broker that has the message listens. */
    public InetSocketAddress host() {
        return new InetSocketAddress(address, port);
    }

    @Override
    public String toString() {
        return text();
    }
}
