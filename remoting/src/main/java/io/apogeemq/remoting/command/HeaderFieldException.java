package io.apogeemq.remoting.command;

/**
 * A required header field is missing, or a field's text does not have its type. The caller's
 * mistake: it is answered with the field's name, and the connection stays open.
 */
public final class HeaderFieldException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_QUOTE = 64;

    private final String field;

    private HeaderFieldException(String field, String message) {
        super(message, null, false, false);
        this.field = field;
    }

    static HeaderFieldException missing(String field) {
        return new HeaderFieldException(
                field, "header field '" + field + "' is required but missing");
    }

    static HeaderFieldException illTyped(String field, String value, String wanted) {
        String quoted =
                value.length() <= LONGEST_QUOTE ? value : value.substring(0, LONGEST_QUOTE) + "...";
        return new HeaderFieldException(
                field, "header field '" + field + "' is '" + quoted + "', not " + wanted);
    }

    /** Name of the field, as on the wire. */
    public String field() {
        return field;
    }
}
