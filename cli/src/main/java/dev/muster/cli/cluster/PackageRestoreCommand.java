package dev.muster.cli.cluster;

import dev.muster.cli.CliContext;
import dev.muster.cli.Console;
import dev.muster.cli.ExitCode;
import dev.muster.core.Services;
import dev.muster.core.cluster.OperationResult;
import dev.muster.core.cluster.PackageInstallation;
import dev.muster.core.packaging.LocalInstallation;
import dev.muster.model.Cluster;
import dev.muster.spi.packaging.PackageId;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster package restore NAME --cluster CLUSTER | --into DIR}. */
@Command(name = "restore")
public final class PackageRestoreCommand extends ClusterCommand {

  @Parameters(index = "0", paramLabel = "NAME", description = "The package's name.")
  String packageName = "";

  @Mixin PackageTarget target = new PackageTarget();

  @Option(
      names = "--release",
      paramLabel = "VERSION-HASH",
      description = "Which one (default: the one before).")
  @Nullable String release;

  @Mixin ReachOptions reach = new ReachOptions();

  public PackageRestoreCommand(CliContext context) {
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
    String named = release;
    if (!PackageId.isName(packageName) || (named != null && !PackageId.isVersion(named))) {
      throw usage("name a package, and its release as VERSION-HASH");
    }
    if (into != null) {
      String now =
          new LocalInstallation(services)
              .restore(context().folder().resolve(into), packageName, named);
      console().json(Console.object("name", packageName, "current", now));
      console().print(packageName + " " + now + " is current");
      return ExitCode.DONE;
    }
    Cluster cluster = cluster(services);
    OperationResult result;
    try (ClusterProgress progress = new ClusterProgress(console())) {
      result =
          new PackageInstallation(services, progress)
              .restore(cluster, packageName, named, reach.reach());
    }
    return finish(
        result,
        packageName
            + (named == null ? ": the release before" : " " + named)
            + " is current on cluster "
            + cluster.name(),
        packageName + " is as it was on some hosts: mend that and run the same command again");
  }
}
