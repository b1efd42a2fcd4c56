package dev.muster.core.chain;

import dev.muster.config.glob.InputPattern;
import dev.muster.core.plan.Plan;
import dev.muster.core.plan.PlanBuilder;
import dev.muster.model.Digest;
import dev.muster.model.Input;
import dev.muster.model.Project;
import dev.muster.model.ProjectName;
import dev.muster.model.Task;
import dev.muster.model.TaskState;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.ledger.Tasks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which of the inputs of a plan are taken. */
final class InputSubset {

  private static final int CHUNK = 500;

  private InputSubset() {}

  /**
   * The keys of inputs that are named by key or by place.
   *
   * @param wanted keys of inputs, or their places in the order of the plan, from 0
   * @throws ProblemsException NOT_FOUND naming all that are not there
   */
  static Set<String> named(List<Input> inputs, List<String> wanted) {
    Set<String> all = new LinkedHashSet<>();
    inputs.forEach(input -> all.add(input.key()));
    List<String> places = List.copyOf(all);
    Set<String> taken = new LinkedHashSet<>();
    List<Problem> problems = new ArrayList<>();
    for (String each : wanted) {
      if (all.contains(each)) {
        taken.add(each);
      } else if (each.matches("[0-9]{1,9}") && Integer.parseInt(each) < places.size()) {
        taken.add(places.get(Integer.parseInt(each)));
      } else {
        problems.add(
            Problem.of(
                "the test subset names input " + each + ", which is not there",
                "there are "
                    + places.size()
                    + ", places from 0 to "
                    + (places.size() - 1)
                    + ", the first is "
                    + places.get(0)));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemsException(ErrorKind.NOT_FOUND, problems);
    }
    return taken;
  }

  /**
   * Looks whether names can be those of inputs at all: they are places, or what the project's
   * patterns match.
   *
   * @throws ProblemsException NOT_FOUND naming all that never can be
   */
  static void requirePossible(Project project, List<String> wanted) {
    List<InputPattern> patterns = project.inputs().stream().map(InputPattern::of).toList();
    List<Problem> problems = new ArrayList<>();
    for (String each : wanted) {
      if (!each.matches("[0-9]{1,9}")
          && patterns.stream().noneMatch(pattern -> pattern.matches(each))) {
        problems.add(
            Problem.of(
                "the test subset names input " + each + ", which can never be one",
                "inputs of project "
                    + project.name()
                    + " are "
                    + project.inputs().stream()
                        .map(glob -> glob.root() + glob.pattern())
                        .collect(Collectors.joining(", "))));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemsException(ErrorKind.NOT_FOUND, problems);
    }
  }

  /** The keys of inputs all of whose tasks have succeeded once, under any code and content. */
  static Set<String> existing(ProjectName project, Plan plan, Ledger ledger) {
    PlanBuilder.remember(project, ledger);
    Set<String> missing = new HashSet<>();
    Set<String> seen = new LinkedHashSet<>();
    Map<Digest, String> inputs = new LinkedHashMap<>();
    for (int ordinal = 0; ordinal < plan.size(); ordinal++) {
      Task task = plan.task(ordinal);
      seen.add(task.input().key());
      inputs.put(plan.key(task), task.input().key());
      if (inputs.size() == CHUNK || ordinal == plan.size() - 1) {
        missing.addAll(withoutResult(project, inputs, ledger));
        inputs.clear();
      }
    }
    seen.removeAll(missing);
    return seen;
  }

  private static Set<String> withoutResult(
      ProjectName project, Map<Digest, String> inputs, Ledger ledger) {
    Map<Digest, String> left = new LinkedHashMap<>(inputs);
    for (Tasks.History known : ledger.read(tx -> tx.tasks().history(project, inputs.keySet()))) {
      if (known.state() == TaskState.SUCCEEDED) {
        left.remove(known.key());
      }
    }
    return new HashSet<>(left.values());
  }
}
