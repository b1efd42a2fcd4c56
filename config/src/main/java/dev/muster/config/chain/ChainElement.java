package dev.muster.config.chain;

import dev.muster.config.language.Value;
import dev.muster.model.chain.ElementKind;
import java.nio.file.Path;
import java.util.List;

/**
 * One element of a chain: a map run or a pipeline.
 *
 * @param index its place, from 0
 * @param work what it runs, and how
 * @param testSubset only these inputs or steps, by key, id or place; empty for all
 * @param skipExisting leaves out inputs whose results are there, or steps that were done
 * @param raiseOnFailure whether a failure ends the chain
 * @param debug one thing at a time on this machine, and its output on the console
 * @param config as the file says it, worked out
 */
public record ChainElement(
    int index,
    ElementWork work,
    List<String> testSubset,
    boolean skipExisting,
    boolean raiseOnFailure,
    boolean debug,
    Value config) {

  public ChainElement {
    testSubset = List.copyOf(testSubset);
  }

  /** What it runs. */
  public ElementKind kind() {
    return work.kind();
  }

  /** The folder of the project or the pipeline file, absolute. */
  public Path subject() {
    return work.subject();
  }
}
