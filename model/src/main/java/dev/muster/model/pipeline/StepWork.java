package dev.muster.model.pipeline;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a step does. */
public sealed interface StepWork {

  /** For tables: {@code command}, {@code class} or {@code script}. */
  String kind();

  /**
   * A program with its arguments.
   *
   * @param argv not empty
   */
  record Command(List<String> argv) implements StepWork {

    public Command {
      argv = List.copyOf(argv);
      if (argv.isEmpty()) {
        throw new IllegalArgumentException("a command has a program");
      }
    }

    @Override
    public String kind() {
      return "command";
    }
  }

  /**
   * An application of Spark, as spark-submit takes it. Two steps with equal options run under the
   * same configuration.
   *
   * @param mainClass of a jar; null for a Python file
   * @param application the jar or the Python file, absolute
   * @param options words of spark-submit before the application, as they were given: {@code
   *     --conf}, {@code spark.x=1}, …; neither class nor application
   * @param arguments of the application, as they were given
   */
  record Spark(
      @Nullable String mainClass, Path application, List<String> options, List<String> arguments)
      implements StepWork {

    public Spark {
      options = List.copyOf(options);
      arguments = List.copyOf(arguments);
    }

    @Override
    public String kind() {
      return mainClass == null ? "script" : "class";
    }
  }
}
