package dev.muster.cli;

import dev.muster.core.plan.Plan;
import dev.muster.core.plan.Reason;
import dev.muster.core.run.Prepared;
import dev.muster.model.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plan before anything runs: {@code --dry-run}. */
final class PlanView {

  private static final int SHOWN_TASKS = 20;

  private final Console console;

  PlanView(Console console) {
    this.console = console;
  }

  void show(Prepared prepared, int workers) {
    Plan plan = prepared.plan();
    prepared.warnings().forEach(console::say);
    Map<Reason, Integer> reasons = plan.reasons();
    int[] order = plan.order();
    Duration estimate = plan.estimate();
    Duration wall = estimate == null ? null : estimate.dividedBy(workers);
    showJson(prepared, workers, reasons, order, wall);
    console.print(
        console.bold("plan of " + prepared.project().name())
            + ": "
            + Texts.count(plan.size(), "task")
            + " ("
            + Texts.count(plan.inputs().size(), "input")
            + ", "
            + Texts.count(prepared.project().params().size(), "combination")
            + " of parameters, "
            + Texts.count(plan.rounds(), "round")
            + "), "
            + plan.cached()
            + " cached, "
            + order.length
            + " to run");
    reasons.forEach(
        (reason, count) ->
            console.print("  " + count + "  " + reason.text() + example(plan, reason)));
    if (wall != null && order.length > 0) {
      console.print(
          "estimate "
              + Texts.duration(wall)
              + " on "
              + Texts.count(workers, "worker")
              + ", from earlier runs");
    }
    Table table = new Table("order", "task", "file", "column", "params", "round", "size", "why");
    for (int i = 0; i < Math.min(order.length, SHOWN_TASKS); i++) {
      Task task = plan.task(order[i]);
      table.row(
          i + 1,
          task.ordinal(),
          task.input().key(),
          task.column() == null ? "" : task.column(),
          task.params().values().isEmpty() ? "" : task.params().values(),
          task.round(),
          Texts.bytes(task.input().size()),
          plan.reason(task.ordinal()).text());
    }
    if (!table.isEmpty()) {
      console.table(table);
    }
    if (order.length > SHOWN_TASKS) {
      console.print("… and " + (order.length - SHOWN_TASKS) + " more");
    }
    console.print("nothing was run (--dry-run)");
  }

  private static String example(Plan plan, Reason reason) {
    if (reason != Reason.INPUT_CHANGED && reason != Reason.CODE_AND_INPUT_CHANGED) {
      return "";
    }
    List<String> names = new ArrayList<>();
    for (int ordinal = 0; ordinal < plan.size() && names.size() < 4; ordinal++) {
      if (plan.reason(ordinal) == reason) {
        String key = plan.task(ordinal).input().key();
        if (!names.contains(key)) {
          names.add(key);
        }
      }
    }
    String shown = String.join(", ", names.subList(0, Math.min(3, names.size())));
    return ": " + Texts.plain(shown) + (names.size() > 3 ? ", …" : "");
  }

  private void showJson(
      Prepared prepared,
      int workers,
      Map<Reason, Integer> reasons,
      int[] order,
      @Nullable Duration wall) {
    if (!console.json()) {
      return;
    }
    Plan plan = prepared.plan();
    Map<String, Object> why = new LinkedHashMap<>();
    reasons.forEach((reason, count) -> why.put(reason.name(), count));
    List<Object> tasks = new ArrayList<>();
    for (int i = 0; i < Math.min(order.length, SHOWN_TASKS); i++) {
      Task task = plan.task(order[i]);
      tasks.add(
          Console.object(
              "task", task.ordinal(),
              "file", task.input().key(),
              "column", task.column(),
              "params", task.params().values(),
              "round", task.round(),
              "size", task.input().size(),
              "why", plan.reason(task.ordinal()).name()));
    }
    console.json(
        Console.object(
            "project",
            prepared.project().name().value(),
            "tasks",
            plan.size(),
            "cached",
            plan.cached(),
            "to_run",
            order.length,
            "workers",
            workers,
            "reasons",
            why,
            "estimate_seconds",
            wall == null ? null : wall.toMillis() / 1000.0,
            "first",
            tasks));
  }
}
