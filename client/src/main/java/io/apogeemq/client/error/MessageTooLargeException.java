package io.apogeemq.client.error;

/** A message, its properties or a batch are larger than what can be sent. Nothing was sent. */
public final class MessageTooLargeException extends InvalidMessageException {
    private static final long serialVersionUID = 1L;

    private final long bytes;
    private final long mostBytes;

    /**
     * Names the part that is too large.
     *
     * @param what for example {@code body of the message to topic 'T'}
     * @param wayOut what to do instead
     */
    public MessageTooLargeException(String what, long bytes, long mostBytes, String wayOut) {
        super(what + " has " + bytes + " bytes, at most " + mostBytes + " can be sent; " + wayOut);
        this.bytes = bytes;
        this.mostBytes = mostBytes;
    }

    /** How large it is. */
    public long bytes() {
        return bytes;
    }

    /** How large it may be. */
    public long mostBytes() {
        return mostBytes;
    }
}
