package dev.muster.cli;

import dev.muster.config.chain.ChainElement;
import dev.muster.config.chain.ChainFile;
import dev.muster.config.chain.LoadedChain;
import dev.muster.core.chain.ChainRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command about the file of a chain. */
abstract class ChainCommand extends MusterCommand {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "A list of configurations, or one: JSON with comments, or YAML by its ending.")
  @Nullable Path file;

  @Option(
      names = {"-t", "--test"},
      paramLabel = "NAME",
      arity = "1",
      description =
          "Take only this input, by its key, or this step, by its id, or either by its place from"
              + " 0, in every element; can be repeated.")
  List<String> subset = new ArrayList<>();

  @Mixin VariableOptions variables = new VariableOptions();

  ChainCommand(CliContext context) {
    super(context);
  }

  /** The file, as it was named. */
  Path requireFile() {
    Path named = file;
    if (named == null) {
      throw usage("name the file of the chain");
    }
    return context().folder().resolve(named);
  }

  /** What goes to every element. */
  ChainRequest request() {
    String problem = variables.problem();
    if (problem != null) {
      throw usage(problem);
    }
    return new ChainRequest(context().folder(), variables.values(), subset);
  }

  /** The chain, after its warnings were said. */
  LoadedChain load(ChainRequest request) {
    LoadedChain chain = ChainFile.load(requireFile(), request.variables());
    chain.warnings().forEach(warning -> console().say("warning: " + warning));
    return chain;
  }

  /** Shows what would run. */
  void show(LoadedChain chain) {
    Console console = console();
    console.json(
        Console.object(
            "file",
            chain.file().toString(),
            "valid",
            true,
            "elements",
            chain.elements().stream()
                .map(
                    element ->
                        Console.object(
                            "element", element.index(),
                            "kind", element.kind().word(),
                            "subject", element.subject().toString(),
                            "where", where(element),
                            "skip_existing", element.skipExisting(),
                            "raise_on_failure", element.raiseOnFailure(),
                            "debug", element.debug(),
                            "test_subset", element.testSubset()))
                .toList()));
    Table table = new Table("element", "kind", "project or pipeline", "where");
    for (ChainElement element : chain.elements()) {
      table.row(element.index(), element.kind().word(), element.subject(), where(element));
    }
    console.table(table);
  }

  private static String where(ChainElement element) {
    String cluster = element.work().cluster();
    return cluster == null ? "here" : "cluster " + cluster;
  }
}
