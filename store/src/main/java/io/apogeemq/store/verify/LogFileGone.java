package io.apogeemq.store.verify;

import java.io.IOException;

/** A log file was deleted while it was looked at: its messages have expired. */
final class LogFileGone extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient LogFile file;

    LogFileGone(LogFile file, IOException cause) {
        super("log file '" + file.path() + "' was deleted meanwhile", cause);
        this.file = file;
    }

    LogFile file() {
        return file;
    }
}
