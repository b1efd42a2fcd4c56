package dev.muster.cli.packaging;

import dev.muster.cli.CliContext;
import dev.muster.cli.Console;
import dev.muster.cli.ExitCode;
import dev.muster.spi.packaging.PackageContents;
import dev.muster.spi.packaging.PackageContents.Signature;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code muster package verify FILE}. */
@Command(name = "verify")
public final class PackageVerifyCommand extends ArchiveCommand {

  @Mixin Trust trust = new Trust();

  public PackageVerifyCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    Console console = console();
    PackageContents contents;
    try (BytesView view = new BytesView(console, "verified")) {
      contents =
          archives()
              .verify(file(), trust.key(context().folder()), view::bytes, context().control());
    }
    console.json(PackageFacts.object(contents));
    console.print("whole: " + PackageFacts.line(contents));
    if (contents.signature() == Signature.UNCHECKED) {
      console.say("its signature was compared with no key: --trusted-key FILE does that");
    }
    return ExitCode.DONE.code();
  }
}
