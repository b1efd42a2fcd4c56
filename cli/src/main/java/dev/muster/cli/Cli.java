package dev.muster.cli;

import dev.muster.config.text.DidYouMean;
import dev.muster.spi.MusterException;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** Parses a command line, runs its command, and turns errors into messages and exit codes. */
public final class Cli {

  /** Each of these alone asks for {@link #help}. */
  public static final List<String> HELP = List.of("--help", "-h", "help");

  private final CliContext context;

  public Cli(CliContext context) {
    this.context = context;
  }

  /** The help of {@code muster} itself. */
  public static String help() {
    return RootHelp.text();
  }

  /** Runs a command line; returns the exit code. */
  public int run(String... args) {
    if (args.length == 1 && HELP.contains(args[0])) {
      context.terminal().out().print(help());
      return ExitCode.DONE.code();
    }
    CommandLine commandLine = commandLine(firstWords(args));
    PrintWriter out = new PrintWriter(context.terminal().out(), true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(context.terminal().err(), true, StandardCharsets.UTF_8);
    commandLine.setOut(out).setErr(err);
    int code;
    try {
      code = execute(commandLine, args);
    } catch (OutOfMemoryError e) {
      code = ExitCode.INTERNAL.code();
      err.println("muster: the memory of Java is used up: " + e.getMessage());
      err.println("  try: MUSTER_JAVA_OPTS=-Xmx4g muster …");
    } catch (StackOverflowError | LinkageError e) {
      code = failed(new IllegalStateException(e), args);
    }
    out.flush();
    err.flush();
    return code;
  }

  /**
   * What {@link CommandLine#execute} does. Its handlers of exceptions are not used: their types are
   * too old for a class-data archive once a class of ours has them.
   */
  private int execute(CommandLine commandLine, String[] args) {
    try {
      ParseResult parsed = commandLine.parseArgs(args);
      return new RunLast().execute(parsed);
    } catch (ParameterException e) {
      return usage(e, args);
    } catch (ExecutionException e) {
      return failed(e.getCause() instanceof Exception cause ? cause : e, args);
    }
  }

  /** The whole tree of commands, for completion and reference pages. */
  CommandLine whole() {
    return commandLine(null);
  }

  /**
   * The tree of commands, of which a named branch is made in full and its siblings are left out.
   *
   * @param branch the words before the first option; null for all
   */
  private CommandLine commandLine(@Nullable List<String> branch) {
    CommandLine root = new CommandLine(RootCommand.spec(context));
    addAll(root, Catalog.ROOT, branch, 0);
    boolean plain = !context.terminal().color() || !context.terminal().outIsTerminal();
    root.setColorScheme(CommandLine.Help.defaultColorScheme(plain ? Ansi.OFF : Ansi.ON));
    root.setUsageHelpWidth(Math.max(60, Math.min(120, context.terminal().width())));
    root.setUsageHelpAutoWidth(false);
    root.setAbbreviatedOptionsAllowed(false);
    root.setExpandAtFiles(false);
    return root;
  }

  private void addAll(
      CommandLine parent, List<Catalog.Entry> entries, @Nullable List<String> branch, int depth) {
    String word = branch == null || branch.size() <= depth ? null : branch.get(depth);
    boolean known = entries.stream().anyMatch(entry -> entry.name().equals(word));
    for (Catalog.Entry entry : entries) {
      boolean named = branch == null || entry.name().equals(word);
      if (known && !named) {
        continue; // nobody asks for its siblings
      }
      CommandLine child =
          new CommandLine(
              named
                  ? CommandSpec.forAnnotatedObject(entry.maker().apply(context))
                  : CommandSpec.create());
      child.getCommandSpec().name(entry.name());
      child.getCommandSpec().usageMessage().description(entry.description());
      child.getCommandSpec().usageMessage().hidden(entry.hidden());
      if (named) {
        addAll(child, entry.children(), branch, depth + 1);
      }
      parent.addSubcommand(entry.name(), child);
    }
  }

  private static List<String> firstWords(String[] args) {
    return Arrays.stream(args).filter(arg -> !arg.startsWith("-")).limit(2).toList();
  }

  private int usage(ParameterException e, String[] args) {
    PrintWriter err = e.getCommandLine().getErr();
    err.println("muster: " + Texts.plain(String.valueOf(e.getMessage())));
    if (e instanceof UnmatchedArgumentException unmatched) {
      suggestions(unmatched).ifPresent(err::println);
    }
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    err.println("See: " + name + " --help");
    if (Arrays.asList(args).contains("--stacktrace")) {
      e.printStackTrace(err);
    }
    return ExitCode.USAGE.code();
  }

  /** Known words near the first one that was not understood. */
  private static Optional<String> suggestions(UnmatchedArgumentException e) {
    CommandLine command = e.getCommandLine();
    List<String> known = new ArrayList<>();
    command
        .getSubcommands()
        .forEach(
            (name, child) -> {
              if (!child.getCommandSpec().usageMessage().hidden()) {
                known.add(name);
              }
            });
    command
        .getCommandSpec()
        .options()
        .forEach(option -> known.addAll(Arrays.asList(option.names())));
    String seen = e.getUnmatched().get(0);
    List<String> near =
        DidYouMean.suggestions(
            seen,
            known.stream().filter(name -> name.startsWith("-") == seen.startsWith("-")).toList());
    return near.isEmpty()
        ? Optional.empty()
        : Optional.of("Did you mean: " + String.join(" or ", near) + "?");
  }

  private int failed(Exception e, String[] args) {
    var err = context.terminal().err();
    ExitCode code;
    if (e instanceof ProblemsException problems) {
      code = ExitCode.of(problems.kind());
      for (Problem problem : problems.problems()) {
        err.println("muster: " + Texts.lines(problem.toString()));
      }
      if (problems.problems().size() > 1) {
        err.println(Texts.count(problems.problems().size(), "problem"));
      }
    } else if (e instanceof MusterException known) {
      code = ExitCode.of(known.kind());
      err.println("muster: " + Texts.lines(String.valueOf(known.getMessage())));
      if (known.hint() != null) {
        err.println("  try: " + Texts.lines(known.hint()));
      }
    } else if (e instanceof InterruptedException) {
      code = ExitCode.INTERRUPTED;
      err.println("muster: interrupted");
    } else {
      code = ExitCode.INTERNAL;
      err.println("muster: a fault of Muster itself: " + e);
      err.println("  please report it with the output of the same command and --stacktrace");
    }
    if (Arrays.asList(args).contains("--stacktrace")) {
      e.printStackTrace(err);
    }
    return code.code();
  }
}
