package dev.muster.cli.packaging;

import dev.muster.cli.CliContext;
import dev.muster.cli.Console;
import dev.muster.cli.ExitCode;
import dev.muster.cli.Table;
import dev.muster.cli.Texts;
import dev.muster.spi.packaging.PackageContents;
import dev.muster.spi.packaging.PackageFile;
import dev.muster.spi.packaging.PackageManifest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code muster package inspect FILE}. */
@Command(name = "inspect")
public final class PackageInspectCommand extends ArchiveCommand {

  @Mixin Trust trust = new Trust();

  public PackageInspectCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    PackageContents contents = archives().read(file(), trust.key(context().folder()));
    PackageManifest manifest = contents.manifest();
    Console console = console();
    console.json(PackageFacts.object(contents));
    console.print(PackageFacts.line(contents));
    fact(console, "starts", manifest.entry());
    fact(console, "Python", manifest.python());
    fact(console, "machine", manifest.machine());
    fact(console, "Spark", manifest.spark());
    fact(console, "Java", manifest.java());
    Table table = new Table("file", "size", "from", "licences", "sha256");
    for (PackageFile each : manifest.files()) {
      console.json(PackageFacts.object(each));
      table.row(
          each.name(),
          Texts.bytes(each.size()),
          each.origin(),
          String.join("; ", each.licences()),
          console.verbose() ? each.sha256() : each.sha256().substring(0, 8));
    }
    console.table(table);
    return ExitCode.DONE.code();
  }

  private static void fact(Console console, String what, @Nullable String value) {
    if (value != null) {
      console.print(what + " " + value);
    }
  }
}
