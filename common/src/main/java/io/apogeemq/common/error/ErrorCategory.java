package io.apogeemq.common.error;

/** Who has to act on an error: the caller, nobody but time, or the operator of this process. */
public enum ErrorCategory {
    /** The request is wrong as it stands; sending it again changes nothing. */
    CALLER,
    /** The same request may succeed later or on another broker. */
    BUSY,
    /** This side is broken; the log of this process says how. */
    FAULT
}
