package io.apogeemq.admin;

/** The command line cannot be carried out as it stands; ends with exit code 2. */
public final class UsageProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says which word is wrong and what would be right. */
    public UsageProblem(String message) {
        super(message, null, false, false);
    }
}
