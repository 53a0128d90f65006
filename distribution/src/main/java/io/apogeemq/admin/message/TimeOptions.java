package io.apogeemq.admin.message;

import io.apogeemq.admin.Arguments;
import io.apogeemq.admin.OptionTexts;
import io.apogeemq.admin.UsageProblem;
import io.apogeemq.admin.output.TimeText;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.cli.Option;

/** The options that say a time. Threads: pure functions. */
final class TimeOptions {
    private TimeOptions() {}

    /** From when on. */
    static Option since(String letter, String name) {
        return OptionTexts.value(letter, name, "stored since: ms or yyyy-MM-dd#HH:mm:ss:SSS");
    }

    /** Until when, that moment included. */
    static Option until(String letter, String name) {
        return OptionTexts.value(letter, name, "stored until: ms, now or yyyy-MM-dd#HH:mm:ss:SSS");
    }

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
