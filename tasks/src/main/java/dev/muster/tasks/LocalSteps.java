package dev.muster.tasks;

import dev.muster.attempts.process.SupervisedProcess;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepWork;
import dev.muster.spi.pipeline.RunningStep;
import dev.muster.spi.pipeline.StepAttempt;
import dev.muster.spi.pipeline.StepEngine;
import dev.muster.spi.pipeline.StepLauncher;
import dev.muster.spi.pipeline.StepSite;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs steps that are commands on this machine. */
public final class LocalSteps implements StepEngine {

  @Override
  public String name() {
    return "local";
  }

  @Override
  public boolean takes(Step step) {
    return step.work() instanceof StepWork.Command;
  }

  @Override
  public StepLauncher open(StepSite site) {
    return new StepLauncher() {
      @Override
      public RunningStep start(StepAttempt attempt) {
        if (!(attempt.step().work() instanceof StepWork.Command command)) {
          throw new IllegalArgumentException("step " + attempt.step().id() + " is no command");
        }
        return SupervisedProcess.start(site.run().value(), attempt, command.argv(), site.folder());
      }

      @Override
      public Optional<RunningStep> adopt(StepAttempt attempt, @Nullable String handle) {
        return SupervisedProcess.adopt(site.run().value(), attempt);
      }

      @Override
      public void close() {
        // attempts go on
      }
    };
  }
}
