package io.apogeemq.admin.message;

import io.apogeemq.admin.Arguments;
import io.apogeemq.admin.UsageProblem;
import io.apogeemq.admin.output.TimeText;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the options that say a time. Threads: pure functions. */
final class TimeOptions {
    private TimeOptions() {}

    /** Milliseconds since 1970; empty when the option is left out. */
    static OptionalLong millis(Arguments arguments, String option) {
        Optional<String> text = arguments.text(option);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong time = TimeText.parse(text.get(), System.currentTimeMillis());
        if (time.isEmpty()) {
            throw new UsageProblem(
                    "--"
                            + option
                            + " '"
                            + text.get()
                            + "' must be milliseconds since 1970, now, or a time like"
                            + " 2026-01-31#23:59:59:000");
        }
        return time;
    }
}
