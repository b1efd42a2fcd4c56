package dev.muster.core.run;

import dev.muster.core.plan.FileHashes;
import dev.muster.model.Input;
import dev.muster.model.RunId;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import dev.muster.spi.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether inputs still are what a run was planned for: a result of another content must not stand
 * under the old one's fingerprint. Objects of other stores are compared when they are fetched.
 */
final class PlannedInputs {

  private static final int SHOWN = 10;

  private final Function<String, Store> stores;
  private final FileHashes hashes;

  PlannedInputs(Function<String, Store> stores, FileHashes hashes) {
    this.stores = stores;
    this.hashes = hashes;
  }

  /**
   * Compares local files with the plan.
   *
   * @throws ProblemsException CONFLICT naming the inputs that have changed or are gone
   * @throws MusterException when one cannot be read
   */
  void requireSame(RunId run, Path project, Collection<Input> inputs) {
    Map<Path, Input> files = new LinkedHashMap<>();
    for (Input input : inputs) {
      if (input.version().startsWith("sha256:")) {
        Optional<Path> file = stores.apply(input.root()).localPath(input.key());
        file.ifPresent(path -> files.put(path, input));
      }
    }
    Map<Path, String> now = hashes.of(files.keySet().stream().filter(Files::exists).toList());
    List<Problem> changed =
        files.entrySet().stream()
            .filter(file -> !file.getValue().version().equals("sha256:" + now.get(file.getKey())))
            .limit(SHOWN)
            .map(
                file ->
                    Problem.of(
                        file.getKey()
                            + (now.containsKey(file.getKey()) ? " has changed" : " is gone")
                            + " since run "
                            + run
                            + " was planned",
                        "muster map " + project + " starts a new run; what still counts is cached"))
            .toList();
    if (!changed.isEmpty()) {
      throw new ProblemsException(ErrorKind.CONFLICT, changed);
    }
  }
}
