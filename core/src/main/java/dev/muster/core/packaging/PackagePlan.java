package dev.muster.core.packaging;

import dev.muster.model.Project;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What will be packed, before anything is fetched or built.
 *
 * @param request what was asked for
 * @param project the folder as a project of Muster, null when it is none
 * @param sources its files, by their path below it
 * @param buildsWheel whether it is packed as a wheel, beside files that are not in that
 * @param requirements what wheels are got for; null for nothing
 * @param coordinates of jars that come from Maven repositories
 * @param jarFiles jars of this machine, by name
 * @param entry what launch.sh starts, relative to the project; null for nothing
 */
public record PackagePlan(
    PackageRequest request,
    @Nullable Project project,
    SortedMap<String, Path> sources,
    boolean buildsWheel,
    @Nullable Path requirements,
    List<String> coordinates,
    Map<String, Path> jarFiles,
    @Nullable String entry) {

  public PackagePlan {
    coordinates = List.copyOf(coordinates);
    sources = new TreeMap<>(sources);
    jarFiles = new TreeMap<>(jarFiles);
  }

  /** What it will be called; what the wheel says when it is built is not known yet. */
  public @Nullable String name() {
    String given = request.naming().name();
    Project known = project;
    if (given != null) {
      return given;
    }
    return buildsWheel ? null : known != null ? known.name().value() : folderName();
  }

  /** The folder's name with what cannot be in a package's name left out. */
  String folderName() {
    String name = String.valueOf(request.folder().getFileName());
    return name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceFirst("^[^A-Za-z0-9]+", "");
  }
}
