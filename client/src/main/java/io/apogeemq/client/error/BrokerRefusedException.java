package io.apogeemq.client.error;

import io.apogeemq.common.error.ErrorCategory;
import io.apogeemq.remoting.code.ResponseCode;

/**
 * A server answered, and its answer was no. The code and the text are the server's.
 *
 * <pre>{@code
 * try {
 *     producer.send(message);
 * } catch (BrokerRefusedException e) {
 *     if (e.code() == ResponseCode.NO_PERMISSION) { ... }
 * }
 * }</pre>
 */
public final class BrokerRefusedException extends ClientException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String remark;
    private final String address;

    /**
     * A refusal of one request.
     *
     * @param what what was asked, for example {@code send to topic 'T'}
     * @param address the server that refused
     * @param code its response code
     * @param remark its text, empty when it gave none
     */
    public BrokerRefusedException(String what, String address, int code, String remark) {
        super(
                categoryOf(code),
                what
                        + " was refused by '"
                        + address
                        + "' with code "
                        + code
                        + " ("
                        + ResponseCode.nameOf(code)
                        + ")"
                        + (remark.isEmpty() ? "" : ": '" + remark + "'"));
        this.code = code;
        this.remark = remark;
        this.address = address;
    }

    /** The response code, a number of {@code ResponseCode}. */
    public int code() {
        return code;
    }

    /** The server's own text; empty when it gave none. */
    public String remark() {
        return remark;
    }

    /** Address of the server. */
    public String address() {
        return address;
    }

    private static ErrorCategory categoryOf(int code) {
        return switch (code) {
            case ResponseCode.SYSTEM_BUSY,
                    ResponseCode.SERVICE_NOT_AVAILABLE,
                    ResponseCode.GO_AWAY,
                    ResponseCode.FLOW_CONTROL ->
                    ErrorCategory.BUSY;
            case ResponseCode.SYSTEM_ERROR -> ErrorCategory.FAULT;
            default -> ErrorCategory.CALLER;
        };
    }
}
