package dev.muster.cli.packaging;

import dev.muster.cli.CliContext;
import dev.muster.cli.Console;
import dev.muster.cli.ExitCode;
import dev.muster.cli.FetchView;
import dev.muster.cli.MusterCommand;
import dev.muster.cli.Texts;
import dev.muster.core.Services;
import dev.muster.core.packaging.PackageBuild;
import dev.muster.core.packaging.PackagePlan;
import dev.muster.core.packaging.PackagePlanner;
import dev.muster.core.packaging.PackageRequest;
import dev.muster.core.packaging.PackageRequest.Naming;
import dev.muster.core.packaging.Scratch;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.distribution.FetchOptions;
import dev.muster.spi.packaging.PackageContents;
import dev.muster.spi.packaging.PackageId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster package build PROJECT}. */
@Command(name = "build")
public final class PackageBuildCommand extends MusterCommand {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PROJECT",
      description = "The project's folder (default: the current one).")
  Path project = Path.of("");

  @Mixin PackageContentOptions contents = new PackageContentOptions();

  @Option(names = "--name", paramLabel = "NAME", description = "What the package is called.")
  @Nullable String name;

  @Option(
      names = "--as-version",
      paramLabel = "VERSION",
      description = "Its version (default: that of the project's wheel, else 0).")
  @Nullable String version;

  @Option(
      names = "--entry",
      paramLabel = "FILE",
      description = "What bin/launch.sh starts, relative to the project.")
  @Nullable String entry;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Where to write it (default: NAME-VERSION-HASH.tar here); .tar.gz is compressed.")
  @Nullable Path output;

  @Option(
      names = "--sign",
      paramLabel = "KEY",
      description = "Sign it with this private key (PEM, Ed25519).")
  @Nullable Path sign;

  @Option(
      names = "--offline",
      description = "Fetch nothing: jars from the cache, wheels from wheels/ and --find-links.")
  boolean offline;

  @Option(names = "--dry-run", description = "Print what would be packed.")
  boolean dryRun;

  public PackageBuildCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() throws InterruptedException {
    Console console = console();
    Path named = output;
    if (named != null) {
      require(context().folder().resolve(named));
    }
    try (FetchView view = new FetchView(console)) {
      PackagePlan plan = PackagePlanner.plan(request(view));
      if (dryRun) {
        print(console, plan);
        return ExitCode.DONE.code();
      }
      PackageContents built = build(console, plan);
      console.json(PackageFacts.object(built));
      console.print(built.file() + "  " + PackageFacts.line(built));
      return ExitCode.DONE.code();
    }
  }

  private PackageRequest request(FetchView view) {
    Path folder = folder(project);
    Path java = contents.jdk;
    return new PackageRequest(
        folder,
        new Naming(name, version, entry),
        contents.include,
        contents.exclude,
        contents.jars(),
        contents.python(folder, context().folder()),
        java == null ? null : context().folder().resolve(java),
        contents.withSpark,
        new FetchOptions(
            offline || context().settings().get().offline().value(),
            false,
            FetchOptions.PATIENCE,
            context().control(),
            view));
  }

  private PackageContents build(Console console, PackagePlan plan) throws InterruptedException {
    Services services = context().services().get();
    try (Scratch scratch = new Scratch(services);
        BytesView bytes = new BytesView(console, "packed")) {
      return new PackageBuild(
              services.packaging().get(),
              services.distributions(),
              services.pythons(),
              scratch.folder(),
              plan)
          .build(this::target, key(), bytes::bytes, context().control());
    }
  }

  private @Nullable Path key() {
    Path key = sign;
    return key == null ? null : context().folder().resolve(key);
  }

  private Path target(PackageId id) {
    Path named = output;
    return context().folder().resolve(named == null ? Path.of(id + ".tar") : named);
  }

  /** A default name holds the hash: what is there under it is the same. */
  private void require(Path file) {
    if (Files.isDirectory(file)) {
      throw new MusterException(
          ErrorKind.INVALID, file + " is a folder", "name a file: -o " + file + "/package.tar");
    }
    if (Files.exists(file) && !yes()) {
      throw new MusterException(
          ErrorKind.CONFLICT, file + " is there already", "name another file, or say --yes");
    }
    if (file.getParent() != null && !Files.isDirectory(file.getParent())) {
      throw new MusterException(
          ErrorKind.NOT_FOUND, "there is no folder " + file.getParent(), "make it first");
    }
  }

  private static void print(Console console, PackagePlan plan) {
    PackageRequest request = plan.request();
    console.json(
        Console.object(
            "name", plan.name(),
            "entry", plan.entry(),
            "files", plan.sources().keySet().stream().toList(),
            "wheel", plan.buildsWheel(),
            "requirements", plan.requirements() == null ? null : plan.requirements().toString(),
            "coordinates", plan.coordinates(),
            "jars", plan.jarFiles().keySet().stream().toList(),
            "spark", request.spark(),
            "jdk", request.jdk() == null ? null : request.jdk().toString()));
    String name = plan.name();
    console.print("would pack " + (name == null ? "the project's wheel" : name) + ":");
    plan.sources()
        .forEach((file, path) -> console.print("  code/" + file + "  " + Texts.bytes(size(path))));
    if (plan.buildsWheel()) {
      console.print("  a wheel of the project; what is in it is left out of code/");
    }
    if (plan.requirements() != null) {
      console.print("  wheels of what " + plan.requirements() + " names");
    } else if (plan.buildsWheel() && request.python().wheels()) {
      console.print("  wheels of what the project requires");
    }
    plan.coordinates().forEach(each -> console.print("  jars/ of " + each));
    plan.jarFiles().keySet().forEach(each -> console.print("  jars/" + each));
    if (request.spark() != null) {
      console.print("  spark/ of Spark " + request.spark());
    }
    if (request.jdk() != null) {
      console.print("  java/ of " + request.jdk());
    }
    if (plan.entry() != null) {
      console.print("bin/launch.sh starts code/" + plan.entry());
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
