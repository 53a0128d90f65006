package io.apogeemq.remoting.command;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Objects;

/**
 * One frame: a request or a response, received or to be sent.
 *
 * <p>Memory: a command to be sent owns its body; sending it gives the body away. A received command
 * is valid until the processor (or reply handler) that it was given to returns; who needs it longer
 * calls {@link #detach} and later {@link #release}.
 *
 * <p>Threads: confined to one thread at a time.
 */
public final class RemotingCommand {
    /** Protocol version that all our components state: the one of release 5.4.0. */
    public static final int VERSION = 493;

    private static final int RESPONSE_BIT = 1;
    private static final int ONEWAY_BIT = 2;

    private final int code;
    private final int flag;
    private final int version;
    private final LanguageCode language;
    private final String remark; // null: none
    private final CommandHeader header; // null: the frame has no header object
    private final ByteBuf body;
    private SerializeType encoding;
    private int opaque;

    private RemotingCommand(
            int code,
            int flag,
            int version,
            LanguageCode language,
            int opaque,
            String remark,
            CommandHeader header,
            ByteBuf body,
            SerializeType encoding) {
        this.code = code;
        this.flag = flag;
        this.version = version;
        this.language = language;
        this.opaque = opaque;
        this.remark = remark;
        this.header = header;
        this.body = Objects.requireNonNull(body, "body");
        this.encoding = encoding;
    }

    /** A request without a body. */
    public static RemotingCommand request(int code, CommandHeader header) {
        return request(code, header, Unpooled.EMPTY_BUFFER);
    }

    /** A request with a body, which now belongs to the command. */
    public static RemotingCommand request(int code, CommandHeader header, ByteBuf body) {
        return outgoing(code, 0, null, Objects.requireNonNull(header, "header"), body);
    }

    /** A request with a body. */
    public static RemotingCommand request(int code, CommandHeader header, byte[] body) {
        return request(code, header, Unpooled.wrappedBuffer(body));
    }

    /** A response with neither header nor body. */
    public static RemotingCommand response(int code, String remark) {
        return outgoing(code, RESPONSE_BIT, remark, null, Unpooled.EMPTY_BUFFER);
    }

    /** A response without a body; {@code remark} may be null. */
    public static RemotingCommand response(int code, String remark, CommandHeader header) {
        return outgoing(code, RESPONSE_BIT, remark, header, Unpooled.EMPTY_BUFFER);
    }

    /** A response with a body, which now belongs to the command; {@code remark} may be null. */
    public static RemotingCommand response(
            int code, String remark, CommandHeader header, ByteBuf body) {
        return outgoing(code, RESPONSE_BIT, remark, header, body);
    }

    /** A response with a body; {@code remark} may be null. */
    public static RemotingCommand response(
            int code, String remark, CommandHeader header, byte[] body) {
        return response(code, remark, header, Unpooled.wrappedBuffer(body));
    }

    private static RemotingCommand outgoing(
            int code, int flag, String remark, CommandHeader header, ByteBuf body) {
        return new RemotingCommand(
                code,
                flag,
                VERSION,
                LanguageCode.JAVA,
                0,
                remark,
                header,
                body,
                SerializeType.JSON);
    }

    static RemotingCommand received(
            int code,
            int flag,
            int version,
            LanguageCode language,
            int opaque,
            String remark,
            HeaderFields fields,
            ByteBuf body,
            SerializeType encoding) {
        return new RemotingCommand(
                code, flag, version, language, opaque, remark, fields, body, encoding);
    }

    /** This command as a request that wants no answer. */
    public RemotingCommand oneway() {
        return new RemotingCommand(
                code, flag | ONEWAY_BIT, version, language, opaque, remark, header, body, encoding);
    }

    /** This command with another body, which now belongs to it. */
    public RemotingCommand withBody(ByteBuf otherBody) {
        return new RemotingCommand(
                code, flag, version, language, opaque, remark, header, otherBody, encoding);
    }

    /** Request code of a request, response code of a response. */
    public int code() {
        return code;
    }

    /** Number that pairs a response with its request. */
    public int opaque() {
        return opaque;
    }

    /** Gives a request its number; done by the connection that sends it. */
    public void assignOpaque(int value) {
        opaque = value;
    }

    /** Pairs a response with its request; it travels in the request's header encoding. */
    public void answer(int requestOpaque, SerializeType requestEncoding) {
        opaque = requestOpaque;
        encoding = requestEncoding;
    }

    /** The flag bits as on the wire: 1 response, 2 one-way. */
    public int flag() {
        return flag;
    }

    /** Version number of the sender. */
    public int version() {
        return version;
    }

    /** Language of the sender. */
    public LanguageCode language() {
        return language;
    }

    /** Header encoding of this frame. */
    public SerializeType encoding() {
        return encoding;
    }

    /** True for an answer, false for a request. */
    public boolean isResponse() {
        return (flag & RESPONSE_BIT) != 0;
    }

    /** True for a request that must never be answered. */
    public boolean isOneway() {
        return (flag & ONEWAY_BIT) != 0;
    }

    /** Human-readable text; on errors the reason. Empty when there is none. */
    public String remark() {
        return remark == null ? "" : remark;
    }

    /** True if the frame carries a remark, be it empty. */
    boolean hasRemark() {
        return remark != null;
    }

    /** What this command's header writes, or null when it has no header object. */
    CommandHeader header() {
        return header;
    }

    /** The fields of a received command; without any when the frame had none. */
    public HeaderFields fields() {
        if (header instanceof HeaderFields fields) {
            return fields;
        }
        throw new IllegalStateException("only a received command has fields to read");
    }

    /** The body; empty when there is none. Valid as long as this command. */
    public ByteBuf body() {
        return body;
    }

    /** A copy of the body. */
    public byte[] bodyBytes() {
        return ByteBufUtil.getBytes(body);
    }

    /** A received command that outlives the call it was given to. Must be {@link #release}d. */
    public RemotingCommand detach() {
        return new RemotingCommand(
                code,
                flag,
                version,
                language,
                opaque,
                remark,
                fields().copy(),
                body.retain(),
                encoding);
    }

    /** Gives the body's memory back. For detached commands, and for unsent ones. */
    public void release() {
        body.release();
    }

    @Override
    public String toString() {
        return (isResponse() ? "response " : isOneway() ? "one-way request " : "request ")
                + code
                + " opaque "
                + opaque
                + (remark == null ? "" : " remark '" + remark + "'")
                + " body "
                + body.readableBytes()
                + " bytes";
    }
}
