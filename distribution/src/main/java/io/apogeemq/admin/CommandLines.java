package io.apogeemq.admin;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.AlreadySelectedException;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.MissingOptionException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.OptionGroup;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** Reads command lines, and says in one sentence what is wrong with one. Threads: pure functions. */
public final class CommandLines {
    private CommandLines() {}

    /**
     * The options on a command line on which nothing else stands.
     *
     * @throws UsageProblem that says which word is wrong
     */
    public static Arguments read(Options options, List<String> words) {
        CommandLine line = parse(options, words);
        if (!line.getArgList().isEmpty()) {
            throw new UsageProblem(
                    "the word '"
                            + line.getArgList().get(0)
                            + "' belongs to no option; a value with blanks needs quotes");
        }
        return new Arguments(line);
    }

    /**
     * The options on a command line, and in {@code line().getArgList()} the words beside them.
     *
     * @throws UsageProblem that says which word is wrong
     */
    public static Arguments readWithWords(Options options, List<String> words) {
        return new Arguments(parse(options, words));
    }

    private static CommandLine parse(Options options, List<String> words) {
        try {
            return DefaultParser.builder()
                    .setAllowPartialMatching(false)
                    .setStripLeadingAndTrailingQuotes(false)
                    .get()
                    .parse(options, words.toArray(String[]::new));
        } catch (UnrecognizedOptionException e) {
            throw unknownOption(options, e.getOption());
        } catch (MissingOptionException e) {
            throw new UsageProblem("missing " + missing(e));
        } catch (MissingArgumentException e) {
            throw new UsageProblem(names(e.getOption()) + " needs a value");
        } catch (AlreadySelectedException e) {
            throw new UsageProblem(
                    "only one of "
                            + String.join(" and ", names(e.getOptionGroup()))
                            + " can be given");
        } catch (ParseException e) {
            throw new UsageProblem(e.getMessage());
        }
    }

    private static UsageProblem unknownOption(Options options, String word) {
        List<String> known = new ArrayList<>();
        for (Option option : options.getOptions()) {
            known.add(option.getLongOpt());
        }
        String name = word.replaceFirst("^-+", "").replaceFirst("=.*", "");
        return new UsageProblem(
                "there is no option '"
                        + word
                        + "'"
                        + NearestName.to(name, known)
                                .map(nearest -> "; did you mean '--" + nearest + "'?")
                                .orElse(""));
    }

    private static String missing(MissingOptionException e) {
        List<String> names = new ArrayList<>();
        for (Object missing : e.getMissingOptions()) {
            if (missing instanceof OptionGroup group) {
                names.add(String.join(" or ", names(group)));
            } else {
                names.add("-" + missing);
            }
        }
        return String.join(", ", names);
    }

    private static List<String> names(OptionGroup group) {
        return group.getOptions().stream().map(CommandLines::names).toList();
    }

    private static String names(Option option) {
        return option.getOpt() == null
                ? "--" + option.getLongOpt()
                : "-" + option.getOpt() + "/--" + option.getLongOpt();
    }
}
