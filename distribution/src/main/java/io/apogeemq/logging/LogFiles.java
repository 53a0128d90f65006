package io.apogeemq.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Sets logging up for the program that the start script names.
 *
 * <pre>
 * system property            meaning
 *  apogeemq.program          broker, namesrv, standalone: a log file of that name; else standard error
 *  apogeemq.home             the install; files go to its logs/
 *  apogeemq.logDir           another folder for the files
 *  apogeemq.logTo            "stdout": no file, for containers
 *  apogeemq.logLevel         INFO when not set
 *  logback.configurationFile a logback configuration that is used instead of all this
 * </pre>
 *
 * <p>A log file is rolled at 64 MiB, and eight old ones are kept, compressed.
 */
public final class LogFiles extends ContextAwareBase implements Configurator {
    private static final String PATTERN =
            "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level [%thread] %logger{20} - %msg%n";
    private static final String TOOL_PATTERN = "%-5level %msg%n%nopex";
    private static final String FILE_SIZE = "64MB";
    private static final int OLD_FILES = 8;

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        String program = System.getProperty("apogeemq.program", "");
        if (program.isEmpty() || System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        boolean isTool = program.equals("mqadmin") || program.equals("mqstore");
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(
                Level.toLevel(
                        System.getProperty("apogeemq.logLevel"), isTool ? Level.WARN : Level.INFO));
        root.addAppender(
                isTool || logsToStdout() ? console(context, isTool) : file(context, program));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static boolean logsToStdout() {
        return "stdout".equals(System.getProperty("apogeemq.logTo"));
    }

    private static ConsoleAppender<ILoggingEvent> console(LoggerContext context, boolean isTool) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setTarget(isTool ? "System.err" : "System.out");
        return started(context, appender, isTool ? TOOL_PATTERN : PATTERN);
    }

    private static RollingFileAppender<ILoggingEvent> file(LoggerContext context, String program) {
        Path folder =
                Path.of(
                        System.getProperty(
                                "apogeemq.logDir",
                                Path.of(System.getProperty("apogeemq.home", "."), "logs")
                                        .toString()));
        Path file = folder.resolve(program + ".log");
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(appender);
        rolling.setFileNamePattern(folder.resolve(program + ".%i.log.gz").toString());
        rolling.setMinIndex(1);
        rolling.setMaxIndex(OLD_FILES);
        rolling.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
        trigger.setContext(context);
        trigger.setMaxFileSize(FileSize.valueOf(FILE_SIZE));
        trigger.start();
        appender.setRollingPolicy(rolling);
        appender.setTriggeringPolicy(trigger);
        if (!Files.isWritable(existing(folder))) {
            System.err.println(
                    "cannot write logs to '" + folder + "'; set -Dapogeemq.logDir in JAVA_OPT_EXT");
        }
        return started(context, appender, PATTERN);
    }

    private static Path existing(Path folder) {
        Path at = folder.toAbsolutePath();
        while (!Files.exists(at) && at.getParent() != null) {
            at = at.getParent();
        }
        return at;
    }

    private static <A extends OutputStreamAppender<ILoggingEvent>> A started(
            LoggerContext context, A appender, String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(pattern);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
