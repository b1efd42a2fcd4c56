package dev.muster.core.packaging;

import dev.muster.spi.distribution.FetchOptions;
import dev.muster.spi.python.PythonWheels.Target;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be packed.
 *
 * @param folder of the project, absolute
 * @param naming what it is called
 * @param includes patterns of files that are packed although they are ignored; a whole name also
 *     lets a file in that looks like a secret
 * @param excludes patterns of files that are left out
 * @param jars {@code group:artifact:version}, or files of this machine
 * @param python what of Python is packed
 * @param jdk a JDK's folder or archive that is packed, null for none
 * @param spark the version of Spark that is packed, null for none
 * @param fetch how Maven repositories are asked
 */
public record PackageRequest(
    Path folder,
    Naming naming,
    List<String> includes,
    List<String> excludes,
    List<String> jars,
    PythonParts python,
    @Nullable Path jdk,
    @Nullable String spark,
    FetchOptions fetch) {

  public PackageRequest {
    includes = List.copyOf(includes);
    excludes = List.copyOf(excludes);
    jars = List.copyOf(jars);
  }

  /**
   * What a package is called; null for what the project says.
   *
   * @param name of the package
   * @param version of the package
   * @param entry the file that launch.sh starts, relative to the project
   */
  public record Naming(@Nullable String name, @Nullable String version, @Nullable String entry) {}

  /**
   * What of Python is packed.
   *
   * @param wheels whether requirements are packed as wheels
   * @param source whether a project with a {@code pyproject.toml} is packed as source, not as wheel
   * @param interpreter whose pip works, null for the one called python3
   * @param requirements a requirements file; null for the project's own
   * @param target what wheels are for, null for the interpreter
   * @param findLinks folders of wheels
   */
  public record PythonParts(
      boolean wheels,
      boolean source,
      @Nullable String interpreter,
      @Nullable Path requirements,
      @Nullable Target target,
      List<Path> findLinks) {
    public PythonParts {
      findLinks = List.copyOf(findLinks);
    }
  }
}
