package dev.muster.cli.packaging;

import dev.muster.cli.CliContext;
import dev.muster.cli.Console;
import dev.muster.cli.ExitCode;
import dev.muster.cli.Texts;
import dev.muster.core.packaging.PackagePush;
import dev.muster.core.packaging.PackagePush.Pushed;
import dev.muster.core.packaging.Scratch;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster package push FILE STORE}. */
@Command(name = "push")
public final class PackagePushCommand extends ArchiveCommand {

  @Parameters(
      index = "1",
      paramLabel = "STORE",
      description = "Where to: s3://bucket/prefix, file:/folder, or a folder.")
  String store = "";

  @Option(names = "--dry-run", description = "Print what would be put there.")
  boolean dryRun;

  public PackagePushCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    StoreAddress address = StoreAddress.of(store, context().folder());
    Console console = console();
    if (dryRun) {
      String id = archives().read(file(), null).id().toString();
      console.json(Console.object("id", id, "store", address.root() + address.prefix()));
      console.print("would put " + id + " into " + address.root() + address.prefix());
      return ExitCode.DONE.code();
    }
    try (Scratch scratch = new Scratch(context().services().get())) {
      Pushed pushed =
          new PackagePush(archives())
              .push(
                  file(),
                  context().services().get().stores().apply(address.root()),
                  address.prefix(),
                  scratch.folder(),
                  context().control());
      console.json(
          Console.object(
              "id", pushed.contents().id().toString(),
              "url", pushed.url(),
              "objects", pushed.objects(),
              "moved", pushed.moved()));
      console.print(pushed.url());
      console.say(
          pushed.moved() == 0
              ? "all of it was there already"
              : Texts.bytes(pushed.moved()) + " moved");
      return ExitCode.DONE.code();
    }
  }

  /**
   * A store and what stands before keys in it.
   *
   * @param root as stores are opened by
   * @param prefix empty or with a slash at its end
   */
  record StoreAddress(String root, String prefix) {

    static StoreAddress of(String typed, Path folder) {
      int scheme = typed.indexOf("://");
      if (scheme > 0) {
        int slash = typed.indexOf('/', scheme + 3);
        String root = slash < 0 ? typed + "/" : typed.substring(0, slash + 1);
        String rest = slash < 0 ? "" : typed.substring(slash + 1).replaceAll("/+$", "");
        if (typed.substring(scheme + 3).startsWith("/") && typed.startsWith("file:")) {
          return file(Path.of(typed.substring(scheme + 3)));
        }
        return new StoreAddress(root, rest.isEmpty() ? "" : rest + "/");
      }
      return file(
          typed.startsWith("file:")
              ? Path.of(typed.substring("file:".length()))
              : folder.resolve(typed));
    }

    private static StoreAddress file(Path path) {
      Path absolute = path.toAbsolutePath().normalize();
      if (!Files.isDirectory(absolute)) {
        throw new MusterException(
            ErrorKind.NOT_FOUND, "there is no folder " + absolute, "make it first");
      }
      return new StoreAddress("file:" + absolute + "/", "");
    }
  }
}
