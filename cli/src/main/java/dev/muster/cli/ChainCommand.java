package dev.muster.cli;

import dev.muster.config.chain.ChainElement;
import dev.muster.config.chain.ChainFile;
import dev.muster.config.chain.LoadedChain;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command about the file of a chain. */
abstract class ChainCommand extends MusterCommand {

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "A list of configurations, or one: JSON with comments, or YAML by its ending.")
  @Nullable Path file;

  @Mixin VariableOptions variables = new VariableOptions();

  ChainCommand(CliContext context) {
    super(context);
  }

  /** The elements, after the warnings were said. */
  List<ChainElement> elements() {
    Path named = file;
    String problem = variables.problem();
    if (named == null || problem != null) {
      throw usage(problem == null ? "name the file of the chain" : problem);
    }
    LoadedChain chain = ChainFile.load(context().folder().resolve(named), variables.values());
    chain.warnings().forEach(warning -> console().say("warning: " + warning));
    return chain.elements();
  }

  /** Shows what would run. */
  void show(List<ChainElement> elements) {
    Console console = console();
    console.json(
        Console.object(
            "file",
            String.valueOf(file),
            "valid",
            true,
            "elements",
            elements.stream()
                .map(
                    element ->
                        Console.object(
                            "element", element.index(),
                            "project", element.project().toString(),
                            "where", where(element),
                            "skip_existing", element.skipExisting(),
                            "raise_on_failure", element.raiseOnFailure(),
                            "debug", element.debug(),
                            "test_subset", element.testSubset()))
                .toList()));
    Table table = new Table("element", "project", "where");
    for (ChainElement element : elements) {
      table.row(element.index(), element.project(), where(element));
    }
    console.table(table);
  }

  private static String where(ChainElement element) {
    String cluster = element.cluster();
    return cluster == null ? "here" : "cluster " + cluster;
  }
}
