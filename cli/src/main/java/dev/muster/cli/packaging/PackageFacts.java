package dev.muster.cli.packaging;

import dev.muster.cli.Console;
import dev.muster.cli.Texts;
import dev.muster.spi.packaging.PackageContents;
import dev.muster.spi.packaging.PackageFile;
import dev.muster.spi.packaging.PackageManifest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A package for machines and for people. */
public final class PackageFacts {

  private PackageFacts() {}

  /** For machines. */
  public static Map<String, @Nullable Object> object(PackageContents contents) {
    PackageManifest manifest = contents.manifest();
    return Console.object(
        "id",
        contents.id().toString(),
        "name",
        manifest.name(),
        "version",
        manifest.version(),
        "digest",
        contents.id().digest(),
        "file",
        contents.file().toString(),
        "files",
        manifest.files().size(),
        "bytes",
        manifest.size(),
        "entry",
        manifest.entry(),
        "python",
        manifest.python(),
        "machine",
        manifest.machine(),
        "spark",
        manifest.spark(),
        "java",
        manifest.java(),
        "signature",
        contents.signature().name());
  }

  /** One file for machines. */
  static Map<String, @Nullable Object> object(PackageFile file) {
    return Console.object(
        "name",
        file.name(),
        "sha256",
        file.sha256(),
        "size",
        file.size(),
        "executable",
        file.executable(),
        "origin",
        file.origin(),
        "licences",
        file.licences());
  }

  /** For people, one line. */
  public static String line(PackageContents contents) {
    String signature =
        switch (contents.signature()) {
          case NONE -> "";
          case UNCHECKED -> ", signed";
          case GOOD -> ", signed by the trusted key";
        };
    return contents.id()
        + "  "
        + Texts.count(contents.manifest().files().size(), "file")
        + ", "
        + Texts.bytes(contents.manifest().size())
        + signature;
  }
}
