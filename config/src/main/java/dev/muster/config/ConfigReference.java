package dev.muster.config;

import dev.muster.config.chain.ChainOptions;
import dev.muster.config.cluster.ClusterOptions;
import dev.muster.config.cluster.RayOptions;
import dev.muster.config.pipeline.PipelineOptions;
import dev.muster.config.project.FileNameOptions;
import dev.muster.config.project.GismoForm;
import dev.muster.config.project.GismoOptions;
import dev.muster.config.project.NativeOptions;
import dev.muster.config.schema.Option;
import dev.muster.config.schema.Schema;
import java.util.Locale;

/** Writes docs/configuration.md from the declarations of the options. */
public final class ConfigReference {

  private ConfigReference() {}

  /** The whole page, in Markdown, ending at a line break. */
  public static String markdown() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Configuration

        This page is generated from the declarations of the options; do not edit it.

        Weakest first: built-in, `config.yaml` in `MUSTER_HOME`, the project's file, environment,
        options of the command line. An unknown key is an error that names the nearest known one.
        Files are YAML 1.1 in UTF-8, of at most 1 MiB; JSON is read too. A text that begins with
        `*` or `{` stands in quotes, because YAML has a use of its own for these signs.

        - Time spans: `90s`, `5m`, `1h30m`, `2d`, `250ms`; a plain number is seconds.
        - Sizes: `2GiB` and `2g` are 2 × 1024³ bytes, `500MB` is 500 × 1000²; a plain number is bytes.

        ## A project: muster.yaml

        ```yaml
        name: weather
        inputs: data/*.csv            # one glob or a list; file:, s3://
        columns: "^temp"              # regex on the header; absent: one task per file
        entrypoint:
          python: entrypoint:main     # or  command: ["./tool", "{path}", "--column", "{column}"]
        params: {unit: celsius, window: {matrix: [7, 30]}}
        timeout: 5m
        retries: 2
        ```

        """);
    table(page, NativeOptions.PROJECT);
    page.append("### entrypoint: one of python and command\n\n");
    table(page, NativeOptions.ENTRYPOINT_KEYS);
    page.append("### files: a list of paths, or of these\n\n");
    table(page, NativeOptions.FILE_KEYS);
    page.append("### filename\n\n");
    table(page, FileNameOptions.SCHEMA);
    gismo(page);
    clusters(page);
    pipelines(page);
    page.append("## A chain of map runs and pipelines\n\n");
    page.append(
        "[configuration-language.md](configuration-language.md#chains) has an example.\n\n");
    page.append("### pipeline_config of a project\n\n");
    table(page, ChainOptions.PROJECT_CONFIG);
    page.append("### pipeline_config of a pipeline\n\n");
    table(page, ChainOptions.PIPELINE_CONFIG);
    page.append("### pipeline_resources\n\n");
    table(page, ChainOptions.RESOURCES);
    page.append("## Muster itself: config.yaml in MUSTER_HOME\n\n");
    table(page, Settings.SCHEMA);
    return page.toString().stripTrailing() + "\n";
  }

  private static void gismo(StringBuilder page) {
    page.append(
        """
        ## A project in the gismo form: config.yaml

        A folder with `Dockerfile`, `entrypoint.py`, `requirements.txt` and `config.yaml`, and no
        `muster.yaml`. The entrypoint is `entrypoint(data_bucket, curr_process_file,
        curr_process_column, aws_access_key, aws_secret_access_key, aws_region, solver_name,
        solver_file)` in `entrypoint.py`.

        """);
    page.append("The keys and the region come from the worker's environment (")
        .append("`" + String.join("`, `", GismoForm.WANTED_SECRETS) + "`")
        .append(", `AWS_DEFAULT_REGION`), never from a message; local data needs none of them.\n")
        .append("`solver_name` comes from `" + GismoForm.SOLVER_NAME + "`, `solver_file` from `")
        .append(GismoForm.SOLVER_FILE + "`, where `" + GismoForm.FILES + "` stands for the\n")
        .append("folder of shipped files.\n\n");
    table(page, GismoOptions.PROJECT);
  }

  private static void clusters(StringBuilder page) {
    page.append(
        """
        ## A cluster: cluster.yaml

        [clusters.md](clusters.md) has examples. Relative paths start at the folder of the file.

        ```yaml
        name: lab
        hosts: ["root@10.77.0.[11-13]"]
        auth: {key: ~/.ssh/id_ed25519}
        services: [spark]
        ```

        """);
    table(page, ClusterOptions.CLUSTER);
    page.append("### auth\n\n");
    table(page, ClusterOptions.AUTH_KEYS);
    page.append("### setup_commands: a list of lines, or of these\n\n");
    table(page, ClusterOptions.SETUP_KEYS);
    page.append("### file_mounts: a path, or these\n\n");
    table(page, ClusterOptions.MOUNT_KEYS);
    page.append(
        """
        ## A cluster in the form of Ray: cluster.yaml

        A file with `cluster_name`, or whose `provider` is a mapping. What Muster does itself is
        done; what belongs to Ray or Docker is checked, and kept for the Ray service.

        """);
    table(page, RayOptions.CLUSTER);
    page.append("### provider, in the form of Ray\n\n");
    table(page, RayOptions.PROVIDER_KEYS);
    page.append("### auth, in the form of Ray\n\n");
    table(page, RayOptions.AUTH_KEYS);
    page.append("### docker, in the form of Ray\n\n");
    table(page, RayOptions.DOCKER_KEYS);
  }

  private static void pipelines(StringBuilder page) {
    page.append(
        """
        ## A pipeline: pipeline.yaml

        [pipelines.md](pipelines.md) has examples. Relative paths start at the folder of the file.

        """);
    table(page, PipelineOptions.PIPELINE);
    page.append("### steps: a list of these\n\n");
    table(page, PipelineOptions.STEP);
    page.append("### resources of a step\n\n");
    table(page, PipelineOptions.RESOURCE_KEYS);
    page.append(
        """
        ## A pipeline in the form of multimno: pipeline.json

        A file with the key `pipeline`. Relative paths start at the current folder.

        """);
    table(page, PipelineOptions.MULTIMNO);
    page.append("### pipeline: a list of these\n\n");
    table(page, PipelineOptions.COMPONENT);
  }

  private static void table(StringBuilder page, Schema schema) {
    boolean variables = schema.options().stream().anyMatch(option -> option.variable() != null);
    page.append(
        "| key | type | default |" + (variables ? " variable |" : "") + " what it does |\n");
    page.append("|---|---|---|" + (variables ? "---|" : "") + "---|\n");
    for (Option<?> option : schema.options()) {
      page.append("| `").append(option.key()).append('`');
      option.aliases().forEach(alias -> page.append(" (also `").append(alias).append("`)"));
      page.append(" | ").append(cell(option.type().name()));
      page.append(" | ").append(cell(fallback(option)));
      if (variables) {
        page.append(" | ").append(option.variable() == null ? "" : "`" + option.variable() + "`");
      }
      page.append(" | ").append(cell(option.description())).append(example(option));
      page.append(option.secret() ? " Credentials in it are not shown." : "").append(" |\n");
    }
    page.append('\n');
  }

  private static String fallback(Option<?> option) {
    return switch (option.presence()) {
      case OPTIONAL -> option.fallbackShown();
      case REQUIRED -> "required";
      case REQUIRED_KEY ->
          option.fallbackShown().isEmpty()
              ? "required, may be empty"
              : "required; empty: " + option.fallbackShown();
    };
  }

  private static String example(Option<?> option) {
    String example = option.type().example();
    return option.type().name().toLowerCase(Locale.ROOT).equals("true or false")
            || option.type().name().equals("number")
            || example.equals("something")
            || example.equals(option.fallbackShown())
            || option.variable() != null
        ? ""
        : " For instance `" + cell(example) + "`.";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }
}
