package dev.muster.cli.pipeline;

import dev.muster.core.pipeline.StepSelection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which steps are run. */
final class SelectionOptions {

  @Option(
      names = "--from",
      paramLabel = "STEP",
      arity = "1",
      description = "Run this step and all that depend on it; the others count as done.")
  @Nullable String from;

  @Option(
      names = "--only",
      paramLabel = "STEP",
      arity = "1..*",
      description = "Run just these steps; the others count as done.")
  List<String> only = new ArrayList<>();

  @Option(
      names = "--skip",
      paramLabel = "STEP",
      arity = "1..*",
      description = "Leave these steps out; they count as done.")
  List<String> skip = new ArrayList<>();

  StepSelection selection() {
    return new StepSelection(from, only, skip);
  }

  /** Words of a command line that say the same. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    if (from != null) {
      words.addAll(List.of("--from", from));
    }
    only.forEach(each -> words.addAll(List.of("--only", each)));
    skip.forEach(each -> words.addAll(List.of("--skip", each)));
    return words;
  }
}
