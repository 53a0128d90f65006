package io.apogeemq.remoting.command;

import io.netty.buffer.ByteBuf;

/**
 * Encodes commands into frames; the layout is in {@link FrameDecoder}.
 *
 * <p>Threads: confined to an io thread, whose connections share it.
 */
public final class FrameEncoder {
    private static final int MOST_HEADER_BYTES = 0xFFFFFF;

    private final HeaderBuffer header = new HeaderBuffer();
    private final JsonHeaderWriter json = new JsonHeaderWriter(header);
    private final BinaryHeaderWriter binary = new BinaryHeaderWriter(header);

    /**
     * Appends everything of the frame but its body to {@code out}; the body's bytes must follow.
     *
     * @throws IllegalArgumentException when the header does not fit into a frame; nothing is written
     */
    public void encodeHead(RemotingCommand command, ByteBuf out) {
        header.clear();
        SerializeType encoding = encodingFor(command);
        if (encoding == SerializeType.JSON) {
            json.write(command);
        } else {
            binary.write(command);
        }
        int headerLength = header.length();
        if (headerLength > MOST_HEADER_BYTES) {
            throw new IllegalArgumentException(
                    "header of " + headerLength + " bytes is longer than " + MOST_HEADER_BYTES);
        }
        out.ensureWritable(FrameDecoder.PREFIX_BYTES + headerLength);
        out.writeInt(Math.addExact(4 + headerLength, command.body().readableBytes()));
        out.writeByte(encoding.wireByte());
        out.writeMedium(headerLength);
        out.writeBytes(header.data(), 0, headerLength);
    }

    /** Appends the whole frame to {@code out}. The command keeps its body. */
    public void encode(RemotingCommand command, ByteBuf out) {
        encodeHead(command, out);
        ByteBuf body = command.body();
        out.writeBytes(body, body.readerIndex(), body.readableBytes());
    }

    /** A request code that does not fit into the binary header's 16 bits travels as JSON. */
    private static SerializeType encodingFor(RemotingCommand command) {
        return command.code() == (short) command.code() ? command.encoding() : SerializeType.JSON;
    }
}
