package dev.muster.testkit.report;

import dev.muster.model.Input;
import dev.muster.model.Outcome;
import dev.muster.model.Params;
import dev.muster.model.ResultBody;
import dev.muster.model.RunId;
import dev.muster.model.Task;
import dev.muster.model.TaskId;
import dev.muster.model.TaskLog;
import dev.muster.model.TaskResult;
import dev.muster.model.TaskState;
import dev.muster.model.Worker;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the tasks of a fake run, one at a time. */
final class FakeTasks {

  private static final RunId EARLIER = new RunId("20261119-080000-abcdef");

  private final FakeRunReportBuilder plan;
  private final FakeSchedule schedule;
  private final Map<Integer, Worker> workers;
  private final int total;

  FakeTasks(FakeRunReportBuilder plan, FakeSchedule schedule, Map<Integer, Worker> workers) {
    this.plan = plan;
    this.schedule = schedule;
    this.workers = workers;
    this.total = plan.tasks * plan.rounds;
  }

  TaskResult task(int ordinal) {
    Task task = planned(ordinal);
    if (ordinal >= total - plan.pending) {
      return new TaskResult(task, null, null, null);
    }
    boolean cached = ordinal < plan.cached;
    Worker worker = workers.get(schedule.worker(ordinal));
    TaskId origin = cached ? new TaskId(EARLIER, ordinal) : null;
    return new TaskResult(task, outcome(ordinal, !cached && fails(ordinal)), worker, origin);
  }

  private Task planned(int ordinal) {
    int place = ordinal / plan.rounds;
    int perFile = Math.max(1, plan.columns.size());
    String key = plan.file.apply(place / perFile);
    String column = plan.columns.isEmpty() ? null : plan.columns.get(place % perFile);
    Map<String, Object> params = new LinkedHashMap<>();
    for (Map.Entry<String, List<Object>> param : plan.params.entrySet()) {
      params.put(param.getKey(), param.getValue().get(place % param.getValue().size()));
    }
    Input input = new Input("file:/projects/weather/", key, 1_000, "sha256:00");
    return new Task(ordinal, input, column, new Params(params), ordinal % plan.rounds + 1);
  }

  private boolean fails(int ordinal) {
    int candidates = total - plan.cached - plan.pending;
    long place = (long) ordinal - plan.cached;
    return candidates > 0
        && place * plan.failures / candidates != (place + 1) * plan.failures / candidates;
  }

  private Outcome outcome(int ordinal, boolean failed) {
    Instant started =
        FakeRunReportBuilder.START.plus(schedule.start(ordinal), ChronoUnit.MICROS).plusMillis(140);
    Instant ended = started.plus(schedule.duration(ordinal), ChronoUnit.MICROS);
    return new Outcome(
        ordinal,
        failed ? TaskState.FAILED : TaskState.SUCCEEDED,
        1,
        started,
        ended,
        schedule.worker(ordinal),
        failed ? null : new ResultBody.Inline(plan.result.apply(ordinal)),
        failed ? plan.failure.apply(ordinal) : null,
        failed ? new TaskLog("logs/task-" + ordinal + ".log", 200, 0) : null);
  }
}
