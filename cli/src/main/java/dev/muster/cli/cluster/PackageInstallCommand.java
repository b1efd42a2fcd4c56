package dev.muster.cli.cluster;

import dev.muster.cli.CliContext;
import dev.muster.cli.Console;
import dev.muster.cli.ExitCode;
import dev.muster.cli.packaging.PackageFacts;
import dev.muster.core.Services;
import dev.muster.core.cluster.OperationResult;
import dev.muster.core.cluster.PackageInstallation;
import dev.muster.core.packaging.LocalInstallation;
import dev.muster.core.packaging.PackageShipment;
import dev.muster.core.packaging.Scratch;
import dev.muster.model.Cluster;
import dev.muster.spi.packaging.PackageContents;
import dev.muster.spi.packaging.PackageId;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster package install FILE --cluster CLUSTER | --into DIR}. */
@Command(name = "install")
public final class PackageInstallCommand extends ClusterCommand {

  @Parameters(index = "0", paramLabel = "FILE", description = "What muster package build wrote.")
  Path file = Path.of("");

  @Mixin PackageTarget target = new PackageTarget();

  @Option(
      names = "--trusted-key",
      paramLabel = "FILE",
      description = "A public key (PEM, Ed25519) whose holder has to have signed the package.")
  @Nullable Path trustedKey;

  @Option(
      names = "--python",
      paramLabel = "PROGRAM",
      description = "The Python there (default: one that the package's wheels fit).")
  @Nullable String python;

  @Option(names = "--dry-run", description = "Print what would be installed where.")
  boolean dryRun;

  @Mixin ReachOptions reach = new ReachOptions();

  public PackageInstallCommand(CliContext context) {
    super(context);
  }

  @Override
  @Nullable String typedName() {
    return target.cluster;
  }

  @Override
  ExitCode run(Services services) throws InterruptedException {
    Path into = target.into;
    if ((target.cluster == null) == (into == null)) {
      throw usage("say where: --cluster CLUSTER, or --into DIR");
    }
    Path archive = context().folder().resolve(file);
    Path key = trustedKey == null ? null : context().folder().resolve(trustedKey);
    PackageContents contents = services.packaging().get().archives().read(archive, key);
    if (dryRun) {
      console().json(PackageFacts.object(contents));
      console()
          .print(
              "would install "
                  + contents.id()
                  + (into == null ? " on cluster " + name() : " in " + into));
      return ExitCode.DONE;
    }
    return into == null
        ? onCluster(services, archive, key)
        : here(services, archive, key, context().folder().resolve(into), contents.id());
  }

  private ExitCode here(
      Services services, Path archive, @Nullable Path key, Path into, PackageId id) {
    Path root =
        new LocalInstallation(services)
            .install(archive, key, into, python, read -> {}, context().control());
    console().json(Console.object("id", id.toString(), "folder", root.toString()));
    console().print(root.toString());
    console().say("start it: " + root.resolveSibling("current") + "/bin/launch.sh");
    return ExitCode.DONE;
  }

  private ExitCode onCluster(Services services, Path archive, @Nullable Path key)
      throws InterruptedException {
    Cluster cluster = cluster(services);
    PackageId id;
    OperationResult result;
    try (ClusterProgress progress = new ClusterProgress(console());
        Scratch scratch = new Scratch(services);
        PackageShipment shipment =
            PackageShipment.of(
                services.packaging().get().archives(),
                archive,
                key,
                scratch,
                context().control())) {
      id = shipment.contents().id();
      result =
          new PackageInstallation(services, progress)
              .install(cluster, shipment, python, reach.reach());
    }
    return finish(
        result,
        id
            + " is current on cluster "
            + cluster.name()
            + ": ~/"
            + PackageInstallation.folder(cluster, id.name())
            + "/current",
        id
            + " is not installed on every host, and none has it as current now because of this:"
            + " mend that and run the same command again, which goes on where it stopped");
  }
}
