package dev.muster.cli.pipeline;

import dev.muster.cli.CliContext;
import dev.muster.cli.ExitCode;
import dev.muster.model.pipeline.PipelineRun;
import dev.muster.model.pipeline.StepJob;
import dev.muster.model.pipeline.StepRecord;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code muster pipeline logs RUN [STEP]}. */
@Command(name = "logs")
public final class PipelineLogsCommand extends PipelineRunsCommand {

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "STEP",
      description = "What the last attempt of this step printed; without it, how the run went.")
  @Nullable String step;

  public PipelineLogsCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    PipelineRun shown = run();
    Path file = step == null ? shown.results().resolve("pipeline.log") : log(shown, step);
    try {
      Files.copy(file, context().terminal().out());
      context().terminal().out().flush();
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.NOT_FOUND, "cannot read the log " + file, "muster pipeline show " + shown.id());
    }
    return ExitCode.DONE.code();
  }

  private Path log(PipelineRun shown, String id) {
    List<StepRecord> steps = catalog().steps(shown.id());
    List<StepJob> jobs = catalog().jobs(shown.id());
    return steps.stream()
        .filter(record -> record.id().value().equals(id))
        .findFirst()
        .flatMap(
            record ->
                jobs.stream()
                    .filter(job -> job.step() == record.number())
                    .reduce((first, second) -> second))
        .map(job -> shown.results().resolve(job.folder()).resolve("log"))
        .orElseThrow(
            () ->
                new MusterException(
                    ErrorKind.NOT_FOUND,
                    "there is no step " + id + " that was begun in run " + shown.id(),
                    "muster pipeline show " + shown.id()));
  }
}
