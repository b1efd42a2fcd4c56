package dev.muster.cli.pipeline;

import dev.muster.cli.Console;
import dev.muster.cli.Table;
import dev.muster.cli.Texts;
import dev.muster.core.pipeline.PipelinePlan;
import dev.muster.model.pipeline.StepId;
import dev.muster.model.pipeline.StepWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Shows what a run would do. */
final class PlanView {

  private final Console console;

  PlanView(Console console) {
    this.console = console;
  }

  void show(PipelinePlan plan) {
    Table table = new Table("step", "what", "runs", "waits for", "why");
    for (PipelinePlan.Planned planned : plan.steps()) {
      String waits =
          planned.waitsFor().stream().map(StepId::value).collect(Collectors.joining(", "));
      console.json(
          Console.object(
              "step", planned.step().id().value(),
              "kind", planned.step().work().kind(),
              "action", planned.action().name(),
              "reason", planned.reason(),
              "depends_on", planned.step().dependsOn().stream().map(StepId::value).toList(),
              "waits_for", planned.waitsFor().stream().map(StepId::value).toList(),
              "words", words(planned.step().work())));
      table.row(
          planned.step().id(),
          planned.step().work().kind(),
          planned.action().name().toLowerCase(Locale.ROOT),
          Texts.cut(waits, 40),
          planned.reason());
    }
    console.table(table);
    if (console.verbose()) {
      for (PipelinePlan.Planned planned : plan.steps()) {
        console.print(
            planned.step().id()
                + ": "
                + words(planned.step().work()).stream()
                    .map(Texts::quoted)
                    .collect(Collectors.joining(" ")));
      }
    }
  }

  /** The command, as the engine is told it. */
  private static List<String> words(StepWork work) {
    if (work instanceof StepWork.Command command) {
      return command.argv();
    }
    StepWork.Spark spark = (StepWork.Spark) work;
    List<String> words = new ArrayList<>(List.of("spark-submit"));
    words.addAll(spark.options());
    if (spark.mainClass() != null) {
      words.addAll(List.of("--class", spark.mainClass()));
    }
    words.add(spark.application().toString());
    words.addAll(spark.arguments());
    return words;
  }
}
