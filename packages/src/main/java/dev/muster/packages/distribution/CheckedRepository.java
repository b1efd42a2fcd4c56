package dev.muster.packages.distribution;

import dev.muster.packages.distribution.Hashing.Algorithm;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.aether.repository.LocalArtifactRequest;
import org.eclipse.aether.repository.LocalArtifactResult;
import org.eclipse.aether.repository.LocalRepositoryManager;

/**
 * A repository of this machine whose files count only when they have the checksum that was written
 * beside them when they were fetched. Maven itself trusts such files; one that was damaged since,
 * or built here, is fetched instead.
 */
final class CheckedRepository {

  private static final long LONGEST_CHECKSUM = 1024;

  private CheckedRepository() {}

  /** The same repository, checked. All else that can be asked of it is handed on. */
  static LocalRepositoryManager of(LocalRepositoryManager unchecked) {
    return (LocalRepositoryManager)
        Proxy.newProxyInstance(
            CheckedRepository.class.getClassLoader(),
            new Class<?>[] {LocalRepositoryManager.class},
            (self, method, given) -> {
              try {
                Object answer = method.invoke(unchecked, given);
                return answer instanceof LocalArtifactResult found ? checked(found) : answer;
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            });
  }

  private static LocalArtifactResult checked(LocalArtifactResult found) {
    LocalArtifactRequest request = found.getRequest();
    Path file = found.getPath();
    return file == null || matches(file) ? found : new LocalArtifactResult(request);
  }

  private static boolean matches(Path file) {
    Path beside = file.resolveSibling(file.getFileName() + ".sha1");
    try {
      if (!Files.isRegularFile(beside) || Files.size(beside) > LONGEST_CHECKSUM) {
        return false;
      }
      String written = Files.readString(beside, StandardCharsets.ISO_8859_1).strip();
      return written.split("\\s", 2)[0].equalsIgnoreCase(Hashing.of(file, Algorithm.SHA1));
    } catch (IOException e) {
      return false;
    }
  }
}
