package dev.muster.core.packaging;

import dev.muster.core.run.Trees;
import dev.muster.model.Project;
import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import dev.muster.spi.distribution.Distribution;
import dev.muster.spi.distribution.DistributionFile;
import dev.muster.spi.distribution.DistributionSpec;
import dev.muster.spi.distribution.Distributions;
import dev.muster.spi.distribution.ElfProgram;
import dev.muster.spi.distribution.JarClosure;
import dev.muster.spi.packaging.PackageContents;
import dev.muster.spi.packaging.PackageHead;
import dev.muster.spi.packaging.PackageId;
import dev.muster.spi.packaging.PackageItem;
import dev.muster.spi.python.PythonEnvironments;
import dev.muster.spi.python.PythonEnvironments.PipOptions;
import dev.muster.spi.python.PythonEnvironments.Python;
import dev.muster.spi.python.PythonWheels.Wheel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds a package as it was planned. */
public final class PackageBuild {

  private final PackageTools tools;
  private final Supplier<Distributions> distributions;
  private final Supplier<PythonEnvironments> pythons;
  private final Path scratch;
  private final PackagePlan plan;
  private final List<PackageItem> items = new ArrayList<>();
  private final List<Wheel> wheels = new ArrayList<>();
  private @Nullable Wheel own;
  private @Nullable String java;
  private @Nullable String javaMachine;

  /**
   * @param scratch a folder for what is made on the way; it is made, and gone afterwards
   */
  public PackageBuild(
      PackageTools tools,
      Supplier<Distributions> distributions,
      Supplier<PythonEnvironments> pythons,
      Path scratch,
      PackagePlan plan) {
    this.tools = tools;
    this.distributions = distributions;
    this.pythons = pythons;
    this.scratch = scratch;
    this.plan = plan;
  }

  /**
   * Builds it.
   *
   * @param target where to, when it is known what the package is called
   * @param signingKey null for no signature
   * @param progress hears the bytes that are packed
   */
  public PackageContents build(
      Function<PackageId, Path> target,
      @Nullable Path signingKey,
      LongConsumer progress,
      Cancellation cancellation)
      throws InterruptedException {
    try {
      Files.createDirectories(scratch);
      try {
        python(cancellation);
        sources();
        jars();
        distribution();
        PackageHead head = head();
        items.addAll(PackageScripts.of(head.name()));
        return tools.archives().write(head, items, target, signingKey, progress, cancellation);
      } finally {
        Trees.delete(scratch);
      }
    } catch (IOException e) {
      FileFault fault = FileFault.of(e);
      throw new MusterException(
          fault.kind(),
          "packing " + plan.request().folder() + " failed: " + fault.words(),
          null,
          e);
    }
  }

  private PackageHead head() {
    String entry = plan.entry();
    return new PackageHead(
        name(),
        version(),
        entry == null ? null : "code/" + entry,
        pythonOfWheels(),
        machine(),
        plan.request().spark(),
        java);
  }

  private @Nullable String machine() {
    List<@Nullable String> all = new ArrayList<>();
    wheels.forEach(wheel -> all.add(wheel.machine()));
    all.add(javaMachine);
    return one(all, "machine");
  }

  private String name() {
    String given = plan.name();
    Wheel wheel = own;
    return given != null ? given : wheel != null ? wheel.name() : plan.folderName();
  }

  private String version() {
    String given = plan.request().naming().version();
    Wheel wheel = own;
    return given != null ? given : wheel != null ? wheel.version() : "0";
  }

  private @Nullable String pythonOfWheels() {
    if (wheels.isEmpty()) {
      return null;
    }
    String bound = one(wheels.stream().map(Wheel::python).toList(), "Python");
    return bound == null ? "3" : bound;
  }

  private static @Nullable String one(List<@Nullable String> values, String what) {
    Set<String> different = new TreeSet<>();
    values.stream().filter(Objects::nonNull).forEach(different::add);
    if (different.size() > 1) {
      throw new MusterException(
          ErrorKind.INVALID,
          "what is packed is made for more than one " + what + ": " + String.join(", ", different),
          "remove wheels that do not fit from where pip finds them, or name another --jdk");
    }
    return different.isEmpty() ? null : different.iterator().next();
  }

  private void python(Cancellation cancellation) throws IOException, InterruptedException {
    PackageRequest.PythonParts parts = plan.request().python();
    if (!plan.buildsWheel() && plan.requirements() == null) {
      return;
    }
    Project project = plan.project();
    String named = parts.interpreter();
    Python python =
        pythons.get().find(named != null ? named : project == null ? null : project.python());
    PipOptions options = new PipOptions(plan.request().fetch().offline(), parts.findLinks());
    List<Path> wanted = new ArrayList<>();
    Path requirements = plan.requirements();
    if (requirements != null) {
      wanted.add(requirements);
    }
    if (plan.buildsWheel()) {
      Path copy = Files.createDirectories(scratch.resolve("source"));
      SourceFiles.copy(plan.sources(), copy);
      Wheel built =
          tools
              .wheels()
              .build(
                  python,
                  copy,
                  Files.createDirectories(scratch.resolve("built")),
                  options,
                  cancellation);
      own = built;
      wanted.add(built.file());
    }
    Wheel built = own;
    if (parts.wheels()) {
      wheels.addAll(
          tools
              .wheels()
              .collect(
                  python,
                  wanted,
                  parts.target(),
                  Files.createDirectories(scratch.resolve("wheels")),
                  options,
                  cancellation));
    } else if (built != null) {
      wheels.add(built);
    }
    for (Wheel wheel : wheels) {
      String file = String.valueOf(wheel.file().getFileName());
      Path ours = built != null && built.file().endsWith(file) ? built.file() : null;
      items.add(
          PackageItem.file(
              "wheels/" + file,
              ours == null ? wheel.file() : ours,
              false,
              ours == null ? "wheel " + wheel.name() + " " + wheel.version() : "project",
              wheel.licences()));
    }
  }

  /** What is in the project's wheel is not packed twice. */
  private void sources() throws IOException {
    Wheel built = own;
    Set<String> packed = built == null ? Set.of() : new HashSet<>(built.files());
    for (Map.Entry<String, Path> each : plan.sources().entrySet()) {
      String name = each.getKey();
      boolean inWheel = packed.contains(name) || packed.contains(name.replaceFirst("^src/", ""));
      if (!inWheel || name.equals(plan.entry())) {
        items.add(
            PackageItem.file(
                "code/" + name,
                each.getValue(),
                Files.isExecutable(each.getValue()),
                "project",
                List.of()));
      }
    }
  }

  private void jars() throws IOException, InterruptedException {
    Set<String> names = new HashSet<>();
    for (Map.Entry<String, Path> each : plan.jarFiles().entrySet()) {
      names.add(each.getKey());
      items.add(
          PackageItem.file("jars/" + each.getKey(), each.getValue(), false, "file", List.of()));
    }
    if (plan.coordinates().isEmpty()) {
      return;
    }
    JarClosure closure = distributions.get().closure(plan.coordinates(), plan.request().fetch());
    for (JarClosure.Jar jar : closure.jars()) {
      if (names.contains(jar.file().name())) {
        throw new MusterException(
            ErrorKind.INVALID,
            jar.file().name() + " is both a file and " + jar.coordinates(),
            "leave one of them out of --jars");
      }
      items.add(item("jars/", jar.file(), "maven " + jar.coordinates(), jar.licences()));
    }
  }

  private void distribution() throws IOException, InterruptedException {
    String spark = plan.request().spark();
    if (spark != null) {
      DistributionSpec spec;
      try {
        spec = DistributionSpec.parse("spark:" + spark);
      } catch (IllegalArgumentException e) {
        throw new MusterException(
            ErrorKind.USAGE, "--with-spark takes a version, not \"" + spark + "\"", null, e);
      }
      add("spark/", distributions.get().resolve(spec, plan.request().fetch()));
    }
    Path jdk = plan.request().jdk();
    if (jdk != null) {
      Distribution taken = distributions.get().takeJava(jdk, plan.request().fetch().cancellation());
      java = taken.version();
      Path program = taken.find("bin/java").orElse(jdk);
      javaMachine =
          ElfProgram.machine(program)
              .orElseThrow(
                  () ->
                      new MusterException(
                          ErrorKind.INVALID,
                          jdk + ": its bin/java is no program of a Linux that Muster knows",
                          "name the JDK for Linux of the hosts"));
      add("java/", taken);
    }
  }

  private void add(String folder, Distribution distribution) {
    for (DistributionFile file : distribution.files()) {
      items.add(item(folder, file, "distribution " + distribution.id(), List.of()));
    }
  }

  private static PackageItem item(
      String folder, DistributionFile file, String origin, List<String> licences) {
    return new PackageItem(
        folder + file.name(),
        () -> Files.newInputStream(file.path()),
        file.size(),
        file.sha256(),
        file.executable(),
        origin,
        licences);
  }
}
