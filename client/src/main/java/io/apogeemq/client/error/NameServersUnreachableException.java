package io.apogeemq.client.error;

import io.apogeemq.common.error.ErrorCategory;
import java.util.List;
import java.util.stream.Collectors;

/** No NameServer answered. Says what became of each. */
public final class NameServersUnreachableException extends ClientException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // an immutable list, which is serializable
    private final List<FailedAttempt> attempts;

    /** Lists every NameServer that was tried. */
    public NameServersUnreachableException(List<FailedAttempt> attempts) {
        super(
                ErrorCategory.BUSY,
                "no NameServer answered: "
                        + describe(attempts)
                        + "; start one of them (mqnamesrv) or correct the nameServers setting");
        this.attempts = List.copyOf(attempts);
    }

    /** Every NameServer that was tried, in order. */
    public List<FailedAttempt> attempts() {
        return attempts;
    }

    static String describe(List<FailedAttempt> attempts) {
        return attempts.stream().map(FailedAttempt::toString).collect(Collectors.joining(", "));
    }
}
