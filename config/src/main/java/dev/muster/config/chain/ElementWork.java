package dev.muster.config.chain;

import dev.muster.model.chain.ElementKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an element of a chain runs, and how. */
public sealed interface ElementWork {

  /** What it runs. */
  ElementKind kind();

  /** The folder of the project or the pipeline file, absolute. */
  Path subject();

  /** The cluster on which it runs; null for this machine. */
  @Nullable String cluster();

  /**
   * A map run.
   *
   * @param project the folder of the project, absolute
   * @param variables of the project's own configuration, by name; those of the command line
   *     included
   * @param files exactly these inputs, by key; empty for all
   * @param number the first so many inputs, 0 for all
   * @param rounds whole rounds, 1 or more
   * @param workers tasks at once; null for the usual number
   * @param cluster where tasks run; null for this machine
   * @param fresh runs what succeeded before
   * @param failFast stops at the first final failure
   * @param offline asks no index for requirements
   * @param lateInputs whether elements before it write its inputs; null when not said
   */
  record MapWork(
      Path project,
      Map<String, String> variables,
      List<String> files,
      int number,
      int rounds,
      @Nullable Integer workers,
      @Nullable String cluster,
      boolean fresh,
      boolean failFast,
      boolean offline,
      @Nullable Boolean lateInputs)
      implements ElementWork {

    public MapWork {
      variables = Map.copyOf(variables);
      files = List.copyOf(files);
    }

    @Override
    public ElementKind kind() {
      return ElementKind.MAP;
    }

    @Override
    public Path subject() {
      return project;
    }
  }

  /**
   * A run of a pipeline.
   *
   * @param file the pipeline file, absolute
   * @param variables of the file, by name; those of the command line included
   * @param entrypoint what runs components, absolute; null for what the file says
   * @param mainClass of the entrypoint; null for what the file says
   * @param strictArguments whether words for spark-submit are held to few characters
   * @param from this step and all that depend on it; null for all
   * @param only just these steps; empty for all
   * @param skip not these steps
   * @param parallel steps at once
   * @param cluster where steps run; null for this machine
   * @param master of Spark; null for what the steps say
   * @param sparkHome the folder of Spark, absolute; null to look for one
   * @param sparkVersion of the Spark that Muster fetches; null for the usual one
   * @param reuseSession whether classes of one configuration share a warm driver
   * @param fresh runs every step, also what was done before
   * @param results the folder of runs, absolute; null for the one beside the pipeline file
   * @param logsTo where logs are copied to, a URL or an absolute path; null for nowhere
   * @param logInterval how often; null for the usual time
   */
  record PipelineWork(
      Path file,
      Map<String, String> variables,
      @Nullable Path entrypoint,
      @Nullable String mainClass,
      boolean strictArguments,
      @Nullable String from,
      List<String> only,
      List<String> skip,
      int parallel,
      @Nullable String cluster,
      @Nullable String master,
      @Nullable Path sparkHome,
      @Nullable String sparkVersion,
      boolean reuseSession,
      boolean fresh,
      @Nullable Path results,
      @Nullable String logsTo,
      @Nullable Duration logInterval)
      implements ElementWork {

    public PipelineWork {
      variables = Map.copyOf(variables);
      only = List.copyOf(only);
      skip = List.copyOf(skip);
    }

    @Override
    public ElementKind kind() {
      return ElementKind.PIPELINE;
    }

    @Override
    public Path subject() {
      return file;
    }
  }
}
