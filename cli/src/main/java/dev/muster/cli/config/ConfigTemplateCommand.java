package dev.muster.cli.config;

import dev.muster.cli.CliContext;
import dev.muster.cli.ExitCode;
import dev.muster.cli.MusterCommand;
import dev.muster.config.template.FileKind;
import dev.muster.config.template.JsonSchemas;
import dev.muster.config.template.MinimalTemplate;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster config template KIND}: a first file, or the JSON Schema of such files. */
@Command(name = "template")
public final class ConfigTemplateCommand extends MusterCommand {

  @Parameters(
      index = "0",
      paramLabel = "KIND",
      description =
          "project, cluster, pipeline, chain or settings; or the usual name of the file:"
              + " muster.yaml, cluster.yaml, pipeline.yaml, chain.yaml, config.yaml.")
  @Nullable String kind;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "minimal, a first file, or json-schema, for editors (default: minimal).")
  String format = "minimal";

  @Option(names = "--required-only", description = "Leave out the keys that may be left out.")
  boolean requiredOnly;

  @Option(names = "--descriptions", description = "Say what each key does.")
  boolean descriptions;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write it into this file.")
  @Nullable Path output;

  @Option(names = "--force", description = "Write over a file that is there.")
  boolean force;

  public ConfigTemplateCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    String word = kind == null ? "" : kind;
    FileKind found =
        FileKind.of(word)
            .orElseThrow(
                () -> usage("KIND is " + String.join(", ", FileKind.words()) + ", not " + word));
    String text =
        switch (format) {
          case "minimal" -> MinimalTemplate.write(found, requiredOnly, descriptions);
          case "json-schema" -> JsonSchemas.write(found, requiredOnly, descriptions);
          default -> throw usage("--format takes minimal or json-schema, not " + format);
        };
    Path to = output;
    if (to == null) {
      context().terminal().out().print(text);
    } else {
      write(context().folder().resolve(to), text);
      console().say("written  " + to);
    }
    return ExitCode.DONE.code();
  }

  private void write(Path file, String text) {
    try {
      if (force) {
        Files.writeString(file, text);
      } else {
        Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      }
    } catch (FileAlreadyExistsException e) {
      throw new MusterException(
          ErrorKind.CONFLICT, file + " is there already", "--force writes over it", e);
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.FORBIDDEN,
          file + " cannot be written: " + e,
          "choose a folder that is there and that you may write to",
          e);
    }
  }
}
