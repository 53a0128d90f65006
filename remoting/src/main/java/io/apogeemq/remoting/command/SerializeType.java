package io.apogeemq.remoting.command;

/** How the header of a frame is encoded; the fifth byte of every frame says which. */
public enum SerializeType {
    /** A JSON object. */
    JSON(0),
    /** The compact binary form that peers call ROCKETMQ. */
    ROCKETMQ(1);

    private final byte wireByte;

    SerializeType(int wireByte) {
        this.wireByte = (byte) wireByte;
    }

    /** The byte that stands for this encoding in a frame. */
    public byte wireByte() {
        return wireByte;
    }

    /**
     * The encoding that a frame's type byte names.
     *
     * @throws CorruptFrameException when no encoding has this byte
     */
    static SerializeType of(byte wireByte) {
        if (wireByte == 0) {
            return JSON;
        }
        if (wireByte == 1) {
            return ROCKETMQ;
        }
        throw new CorruptFrameException(
                "header encoding " + wireByte + " is neither 0 (JSON) nor 1 (ROCKETMQ)");
    }
}
