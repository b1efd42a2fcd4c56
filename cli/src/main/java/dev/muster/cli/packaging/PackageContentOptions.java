package dev.muster.cli.packaging;

import dev.muster.core.packaging.PackageRequest.PythonParts;
import dev.muster.core.packaging.SedonaPreset;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.python.PythonWheels.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What goes into a package beside the project's own files. */
final class PackageContentOptions {

  @Option(
      names = "--include",
      paramLabel = "GLOB",
      description =
          "Pack these files, too, although they are ignored; a whole name also lets one in that"
              + " looks like a secret.")
  List<String> include = new ArrayList<>();

  @Option(names = "--exclude", paramLabel = "GLOB", description = "Leave these files out.")
  List<String> exclude = new ArrayList<>();

  @Option(
      names = "--jars",
      paramLabel = "G:A:V|FILE",
      split = ",",
      description = "Jars by Maven coordinates with all that they need, or files.")
  List<String> jars = new ArrayList<>();

  @Option(
      names = "--sedona",
      paramLabel = "VERSION",
      description = "Apache Sedona's jars; with --spark and --scala.")
  @Nullable String sedona;

  @Option(
      names = "--spark",
      paramLabel = "X.Y",
      description = "The Spark that Sedona is for (default: ${DEFAULT-VALUE}).")
  String spark = "3.5";

  @Option(
      names = "--scala",
      paramLabel = "X.Y",
      description = "The Scala of that Spark (default: ${DEFAULT-VALUE}).")
  String scala = "2.12";

  @Option(
      names = "--with-spark",
      paramLabel = "VERSION",
      description = "Pack Spark itself, for instance 3.5.6.")
  @Nullable String withSpark;

  @Option(names = "--jdk", paramLabel = "DIR|TAR", description = "Pack this JDK for Linux.")
  @Nullable Path jdk;

  @Option(
      names = "--python",
      paramLabel = "X.Y",
      description = "Wheels for this Python (default: that of python3 here).")
  @Nullable String python;

  @Option(
      names = "--platform",
      paramLabel = "TAG",
      description =
          "Wheels for this platform, for instance manylinux2014_aarch64 (default: this machine).")
  List<String> platforms = new ArrayList<>();

  @Option(
      names = "--interpreter",
      paramLabel = "PROGRAM",
      description = "The Python whose pip works (default: the project's, else python3).")
  @Nullable String interpreter;

  @Option(
      names = "--requirements",
      paramLabel = "FILE",
      description = "What wheels are got for (default: requirements.txt).")
  @Nullable Path requirements;

  @Option(
      names = "--find-links",
      paramLabel = "DIR",
      description = "More wheels, beside those in the project's wheels/.")
  List<Path> findLinks = new ArrayList<>();

  @Option(names = "--no-wheels", description = "Pack no wheels of what the project requires.")
  boolean noWheels;

  @Option(
      names = "--source",
      description = "Pack the source of a project with a pyproject.toml, not its wheel.")
  boolean source;

  List<String> jars() {
    List<String> all = new ArrayList<>(jars);
    String version = sedona;
    if (version != null) {
      try {
        all.addAll(SedonaPreset.coordinates(version, spark, scala));
      } catch (IllegalArgumentException e) {
        throw new MusterException(ErrorKind.USAGE, String.valueOf(e.getMessage()), null, e);
      }
    }
    return all;
  }

  PythonParts python(Path project, Path folder) {
    List<Path> links = new ArrayList<>();
    if (Files.isDirectory(project.resolve("wheels"))) {
      links.add(project.resolve("wheels"));
    }
    findLinks.forEach(each -> links.add(folder.resolve(each)));
    Path file = requirements;
    return new PythonParts(
        !noWheels,
        source,
        interpreter,
        file == null ? null : folder.resolve(file),
        target(),
        links);
  }

  private @Nullable Target target() {
    String wanted = python;
    if (wanted != null && !wanted.matches("3\\.[0-9]{1,3}")) {
      throw new MusterException(
          ErrorKind.USAGE, "--python takes a version as 3.11, not \"" + wanted + "\"");
    }
    for (String platform : platforms) {
      if (!platform.matches("[a-z0-9_]{1,64}")) {
        throw new MusterException(
            ErrorKind.USAGE,
            "--platform takes a tag as manylinux2014_x86_64, not \"" + platform + "\"");
      }
    }
    if (wanted == null && !platforms.isEmpty()) {
      throw new MusterException(
          ErrorKind.USAGE, "--platform needs --python", "for instance --python 3.11");
    }
    return wanted == null ? null : new Target(wanted, platforms);
  }
}
