package io.apogeemq.remoting.command;

import io.netty.buffer.ByteBuf;

/**
 * Cuts frames out of a stream of bytes and decodes them. Lengths are checked before anything is
 * allocated or read by them.
 *
 * <pre>
 * frame, big-endian
 *  0  int32   bytes that follow this field: 4 + header + body
 *  4  int8    header encoding: 0 JSON, 1 ROCKETMQ
 *  5  uint24  bytes of the header
 *  8          header, then body
 * </pre>
 *
 * <p>Source: wire specification, "Frame layout".
 *
 * <p>Threads: confined to the connection's io thread. The command returned last, its fields and its
 * body are valid until the next call; see {@link RemotingCommand#detach}.
 *
 * <p>Errors: {@link CorruptFrameException}; the stream can't be read any further.
 */
public final class FrameDecoder {
    /** Bytes before the header. */
    public static final int PREFIX_BYTES = 8;

    private static final int KEPT_HEADER_BYTES = 64 * 1024;
    private static final int USUAL_HEADER_BYTES = 512;

    private final int mostFrameBytes;
    private final HeaderReader json;
    private final HeaderReader binary = new BinaryHeaderReader();
    private final HeaderFields fields = new HeaderFields(new Utf8Strings());
    private byte[] headerBytes = new byte[USUAL_HEADER_BYTES];

    /**
     * A decoder for one connection.
     *
     * @param mostFrameBytes longest legal frame, its length field included
     * @param layouts those of the connection's io thread
     */
    public FrameDecoder(int mostFrameBytes, HeaderLayouts layouts) {
        this.mostFrameBytes = mostFrameBytes;
        this.json = new JsonHeaderReader(layouts);
    }

    /**
     * Decodes the next frame of {@code in} and moves its reader index behind it.
     *
     * @return the frame, or null when {@code in} does not hold a whole frame yet
     * @see #missingBytes
     */
    public RemotingCommand decode(ByteBuf in) {
        if (missingBytes(in) > 0) {
            return null;
        }
        int start = in.readerIndex();
        int following = in.getInt(start);
        SerializeType encoding = SerializeType.of(in.getByte(start + 4));
        int headerLength = in.getUnsignedMedium(start + 5);
        in.getBytes(start + PREFIX_BYTES, headerBytesFor(headerLength), 0, headerLength);
        HeaderReader reader = encoding == SerializeType.JSON ? json : binary;
        reader.read(headerBytes, headerLength, fields);
        int bodyLength = following - 4 - headerLength;
        ByteBuf body = in.slice(start + PREFIX_BYTES + headerLength, bodyLength);
        in.readerIndex(start + 4 + following);
        return RemotingCommand.received(
                reader.code,
                reader.flag,
                reader.version,
                reader.language,
                reader.opaque,
                reader.remark,
                fields,
                body,
                encoding);
    }

    /**
     * How many bytes of the next frame have not come yet, as far as that is known: of its prefix, or
     * of the rest. 0 or less when it is whole.
     */
    public int missingBytes(ByteBuf in) {
        int readable = in.readableBytes();
        if (readable < PREFIX_BYTES) {
            return PREFIX_BYTES - readable;
        }
        int following = in.getInt(in.readerIndex());
        int headerLength = in.getUnsignedMedium(in.readerIndex() + 5);
        if (following < 4 || following > mostFrameBytes - 4) {
            throw new CorruptFrameException(
                    "frame length " + following + " is outside 4.." + (mostFrameBytes - 4));
        }
        if (headerLength > following - 4) {
            throw new CorruptFrameException(
                    "header length "
                            + headerLength
                            + " exceeds the frame's "
                            + (following - 4)
                            + " bytes");
        }
        return following + 4 - readable;
    }

    private byte[] headerBytesFor(int headerLength) {
        if (headerLength > headerBytes.length) {
            headerBytes = new byte[headerLength];
        } else if (headerBytes.length > KEPT_HEADER_BYTES && headerLength <= USUAL_HEADER_BYTES) {
            headerBytes = new byte[USUAL_HEADER_BYTES];
        }
        return headerBytes;
    }
}
