package io.apogeemq.admin.store;

import io.apogeemq.admin.Arguments;
import io.apogeemq.admin.CommandFailed;
import io.apogeemq.admin.CommandLines;
import io.apogeemq.admin.HelpText;
import io.apogeemq.admin.OptionTexts;
import io.apogeemq.admin.UsageProblem;
import io.apogeemq.store.StoreException;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.file.StoreInUse;
import io.apogeemq.store.file.StoreLayout;
import io.apogeemq.store.verify.ReadOnlyFiles;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/**
 * The program mqstore: one look at, or one change of, the files of a store that no broker has open.
 *
 * <p>Threads: confined to the main thread.
 */
public final class MqStore {
    static final int SOUND = 0;
    static final int DAMAGED = 1;
    private static final int FAILED = 2;
    private static final List<StoreCommand> COMMANDS =
            List.of(new VerifyStore(), new RepairStore(), new RebuildStore(), new DumpStore());

    private final PrintStream out;
    private final PrintStream err;

    private MqStore(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] args) {
        PrintStream out = utf8(FileDescriptor.out);
        PrintStream err = utf8(FileDescriptor.err);
        int exitCode = run(args, out, err);
        out.flush();
        err.flush();
        System.exit(exitCode);
    }

    /** Runs one command line and gives its exit code. */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        return new MqStore(out, err).run(List.of(args));
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor), 1 << 16),
                false,
                StandardCharsets.UTF_8);
    }

    private int run(List<String> args) {
        boolean asksForHelp =
                args.isEmpty() || List.of("-h", "--help", "help").contains(args.get(0));
        if (asksForHelp && args.size() < 2) {
            printHelp();
            return SOUND;
        }
        String name = asksForHelp ? args.get(1) : args.get(0);
        Optional<StoreCommand> found =
                COMMANDS.stream().filter(c -> c.name().equalsIgnoreCase(name)).findFirst();
        if (found.isEmpty()) {
            return complain("there is no command '" + name + "'; 'mqstore help' lists all of them");
        }
        StoreCommand command = found.get();
        List<String> words = args.subList(1, args.size());
        if (asksForHelp || words.contains("-h") || words.contains("--help")) {
            printHelp(command);
            return SOUND;
        }
        return run(command, words);
    }

    private int run(StoreCommand command, List<String> words) {
        boolean isVerbose = words.contains("--verbose");
        try {
            Arguments arguments =
                    CommandLines.readWithWords(withCommonOptions(command.options()), words);
            StoreLayout layout = layout(arguments);
            StoreFiles files = command.changesFiles() ? StoreFiles.onDisk() : new ReadOnlyFiles();
            try (StoreCall call = new StoreCall(arguments, files, layout, out, err)) {
                return command.run(call);
            }
        } catch (UsageProblem e) {
            complain(command.name() + ": " + e.getMessage());
            return complain("see 'mqstore help " + command.name() + "'");
        } catch (StoreInUse e) {
            return complain(
                    command.name()
                            + ": "
                            + e.getMessage()
                            + "; a running broker is looked at with 'mqadmin storeVerify'");
        } catch (IOException | StoreException | CommandFailed e) {
            return failed(command, e.getMessage(), e, isVerbose);
        } catch (RuntimeException e) { // the boundary of the program
            return failed(command, "unexpected " + e, e, isVerbose);
        }
    }

    private int failed(StoreCommand command, String text, Exception e, boolean isVerbose) {
        if (isVerbose) {
            e.printStackTrace(err);
        }
        return complain(command.name() + ": " + text);
    }

    private int complain(String text) {
        out.flush();
        err.println(text.replaceAll("\\s*[\\r\\n]+\\s*", " "));
        return FAILED;
    }

    private static StoreLayout layout(Arguments arguments) {
        List<String> words = arguments.line().getArgList();
        if (words.size() != 1) {
            throw new UsageProblem(
                    words.isEmpty()
                            ? "say which store: the directory of 'storePathRootDir'"
                            : "one directory only; there are " + words);
        }
        try {
            Path root = Path.of(words.get(0));
            Path log =
                    arguments
                            .text("commitLogDir")
                            .map(Path::of)
                            .orElseGet(() -> root.resolve("commitlog"));
            if (!Files.isDirectory(log)) {
                throw new UsageProblem(
                        "'"
                                + root
                                + "' is no store: there is no directory '"
                                + log
                                + "'; a log elsewhere is named with --commitLogDir");
            }
            return new StoreLayout(root, log);
        } catch (InvalidPathException e) {
            throw new UsageProblem("'" + e.getInput() + "' can't be a directory");
        }
    }

    private static Options withCommonOptions(Options options) {
        options.addOption(
                OptionTexts.value(
                        "commitLogDir", "the log, if it is not in DIR (storePathCommitLog)"));
        options.addOption(
                OptionTexts.value("logFileSize", "of one log file (default: as the files are)"));
        options.addOption(
                OptionTexts.value(
                        "queueFileSize", "of one queue file (default: as the files are)"));
        options.addOption(
                Option.builder().longOpt("verbose").desc("show the trace of an error").get());
        options.addOption(OptionTexts.flag("h", "help", "show this help"));
        return options;
    }

    private void printHelp() {
        out.println("Looks at and mends the files of a store that no broker has open.");
        out.println("usage: mqstore <command> DIR [options]");
        out.println();
        for (StoreCommand command : COMMANDS) {
            out.printf("  %-10s%s%n", command.name(), command.purpose());
        }
        out.println();
        out.println("DIR is the store's root (storePathRootDir): commitlog/ is in it.");
        out.println("Exit code: 0 sound or done, 1 damage was found, 2 it could not be done.");
        out.println("See 'mqstore help <command>' for the options and examples of one command.");
    }

    private void printHelp(StoreCommand command) {
        out.println("usage: mqstore " + command.name() + " DIR [options]");
        String purpose = command.purpose();
        out.println(Character.toUpperCase(purpose.charAt(0)) + purpose.substring(1) + ".");
        out.println();
        out.println("Options");
        HelpText.printOptions(out, withCommonOptions(command.options()));
        out.println();
        out.println("Examples");
        command.examples().forEach(example -> out.println("  mqstore " + example));
    }
}
