package dev.muster.config.chain;

import dev.muster.config.language.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One map run of a chain.
 *
 * @param index its place, from 0
 * @param project the folder of the project, absolute
 * @param variables of the project's own configuration, by name; those of the command line included
 * @param files exactly these inputs, by key; empty for all
 * @param number the first so many inputs, 0 for all
 * @param rounds whole rounds, 1 or more
 * @param workers tasks at once; null for the usual number
 * @param cluster where tasks run; null for this machine
 * @param fresh runs what succeeded before
 * @param failFast stops at the first final failure
 * @param offline asks no index for requirements
 * @param testSubset only these inputs, by key or place; empty for all
 * @param skipExisting leaves out inputs whose results are there
 * @param raiseOnFailure whether a failed task ends the chain
 * @param debug one worker here, and its output on the console
 * @param config as the file says it, worked out
 */
public record ChainElement(
    int index,
    Path project,
    Map<String, String> variables,
    List<String> files,
    int number,
    int rounds,
    @Nullable Integer workers,
    @Nullable String cluster,
    boolean fresh,
    boolean failFast,
    boolean offline,
    List<String> testSubset,
    boolean skipExisting,
    boolean raiseOnFailure,
    boolean debug,
    Value config) {

  public ChainElement {
    variables = Map.copyOf(variables);
    files = List.copyOf(files);
    testSubset = List.copyOf(testSubset);
  }
}
