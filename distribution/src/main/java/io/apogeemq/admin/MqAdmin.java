package io.apogeemq.admin;

import io.apogeemq.common.error.MqException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/**
 * The program mqadmin: one administrative command, then it ends.
 *
 * <p>Threads: confined to the main thread.
 */
public final class MqAdmin {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    private static final String NAME_SERVERS = "NAMESRV_ADDR";

    private final CommandTable table;
    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;

    private MqAdmin(
            CommandTable table, PrintStream out, PrintStream err, Map<String, String> environment) {
        this.table = table;
        this.out = out;
        this.err = err;
        this.environment = environment;
    }

    public static void main(String[] args) {
        PrintStream out = utf8(FileDescriptor.out);
        PrintStream err = utf8(FileDescriptor.err);
        int exitCode = run(args, out, err, System.getenv());
        out.flush();
        err.flush();
        System.exit(exitCode);
    }

    /** Runs one command line and gives its exit code. */
    public static int run(
            String[] args, PrintStream out, PrintStream err, Map<String, String> environment) {
        return new MqAdmin(CommandTable.complete(), out, err, environment).run(args);
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }

    private int run(String[] args) {
        if (args.length == 0 || args[0].equals("-h") || args[0].equals("--help")) {
            new HelpText(out).printAll(table);
            return DONE;
        }
        if (args[0].equalsIgnoreCase("help")) {
            return help(args);
        }
        Optional<Command> command = table.find(args[0]);
        if (command.isEmpty()) {
            return unknownCommand(args[0]);
        }
        Options options = withCommonOptions(command.get().options());
        List<String> words = List.of(args).subList(1, args.length);
        if (words.contains("-h") || words.contains("--help")) {
            new HelpText(out).print(command.get(), options);
            return DONE;
        }
        return run(command.get(), options, words);
    }

    private int help(String[] args) {
        if (args.length == 1) {
            new HelpText(out).printAll(table);
            return DONE;
        }
        Optional<Command> command = table.find(args[1]);
        if (command.isEmpty()) {
            return unknownCommand(args[1]);
        }
        new HelpText(out).print(command.get(), withCommonOptions(command.get().options()));
        return DONE;
    }

    private int run(Command command, Options options, List<String> words) {
        boolean isVerbose = words.contains("--verbose");
        try (Invocation call = read(options, words)) {
            command.run(call);
            return DONE;
        } catch (UsageProblem e) {
            complain(command.name() + ": " + e.getMessage());
            complain("see 'mqadmin help " + command.name() + "'");
            return WRONG_USAGE;
        } catch (CommandFailed | MqException e) {
            return failed(command, e.getMessage(), e, isVerbose);
        } catch (RuntimeException e) { // the boundary of the program
            String text = "unexpected " + e.getClass().getSimpleName() + ": " + e.getMessage();
            return failed(command, text, e, isVerbose);
        }
    }

    private int failed(Command command, String text, RuntimeException e, boolean isVerbose) {
        complain(command.name() + ": " + text);
        if (isVerbose) {
            e.printStackTrace(err);
        }
        return FAILED;
    }

    /** One line, whatever a server wrote into its answer. */
    private void complain(String text) {
        out.flush();
        err.println(text.replaceAll("\\s*[\\r\\n]+\\s*", " "));
    }

    private int unknownCommand(String name) {
        complain(
                "mqadmin: there is no command '"
                        + name
                        + "'"
                        + table.nearest(name)
                                .map(nearest -> "; did you mean '" + nearest + "'?")
                                .orElse("; 'mqadmin help' lists all of them"));
        return WRONG_USAGE;
    }

    private static Options withCommonOptions(Options options) {
        options.addOption(
                OptionTexts.value(
                        "n",
                        "namesrvAddr",
                        "name servers, host:port;host:port (default: environment "
                                + NAME_SERVERS
                                + ")"));
        options.addOption(OptionTexts.value("output", "text or json (default: text)"));
        options.addOption(
                Option.builder().longOpt("verbose").desc("show the trace of an error").get());
        options.addOption(OptionTexts.flag("h", "help", "show this help"));
        return options;
    }

    private Invocation read(Options options, List<String> words) {
        Arguments arguments = CommandLines.read(options, words);
        String output = arguments.text("output").orElse("text").toLowerCase(Locale.ROOT);
        if (!output.equals("text") && !output.equals("json")) {
            throw new UsageProblem("--output '" + output + "' must be text or json");
        }
        String nameServers =
                arguments
                        .text("namesrvAddr")
                        .orElseGet(() -> environment.getOrDefault(NAME_SERVERS, "").trim());
        return new Invocation(arguments, nameServers, output.equals("json"), out, err);
    }
}
