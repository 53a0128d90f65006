package io.apogeemq.admin;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** Prints the list of commands and the help of one command. Threads: confined to the main thread. */
public final class HelpText {
    private static final int NAME_WIDTH = 20;

    private final PrintStream out;

    HelpText(PrintStream out) {
        this.out = out;
    }

    void printAll(CommandTable table) {
        out.println("Administration of ApogeeMQ and RocketMQ clusters.");
        out.println("usage: mqadmin <command> -n <name servers> [options]");
        for (Subject subject : Subject.values()) {
            List<Command> commands =
                    table.commands().stream().filter(it -> it.subject() == subject).toList();
            if (!commands.isEmpty()) {
                out.println();
                out.println(subject.title());
                commands.forEach(
                        it -> out.println("  " + padded(it.name(), NAME_WIDTH) + it.purpose()));
            }
        }
        out.println();
        out.println("See 'mqadmin help <command>' for the options and examples of one command.");
    }

    void print(Command command, Options options) {
        out.println("usage: mqadmin " + command.name() + " [options]");
        out.println(sentence(command.purpose()));
        out.println();
        out.println("Options (* must be given)");
        printOptions(out, options);
        out.println();
        out.println("Examples");
        command.examples().forEach(example -> out.println("  mqadmin " + example));
    }

    /** One line for each option, those that must be given with a star. */
    public static void printOptions(PrintStream out, Options options) {
        List<String> names = new ArrayList<>();
        List<Option> all = new ArrayList<>(options.getOptions());
        all.forEach(option -> names.add(names(option)));
        int width = names.stream().mapToInt(String::length).max().orElse(0) + 2;
        for (int i = 0; i < all.size(); i++) {
            Option option = all.get(i);
            out.println(
                    (option.isRequired() ? "* " : "  ")
                            + padded(names.get(i), width)
                            + option.getDescription());
        }
    }

    private static String names(Option option) {
        String shortName = option.getOpt() == null ? "    " : "-" + option.getOpt() + ", ";
        return shortName + "--" + option.getLongOpt() + (option.hasArg() ? " <value>" : "");
    }

    private static String sentence(String purpose) {
        return Character.toUpperCase(purpose.charAt(0)) + purpose.substring(1) + ".";
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }
}
