package dev.muster.core.job;

import dev.muster.model.Job;
import dev.muster.protocol.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the ledger keeps of a job's request, as JSON: names of variables, never their values. */
public final class JobDescription {

  private JobDescription() {}

  static String of(JobRequest request) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("argv", request.argv());
    all.put(
        "files", request.files().stream().map(file -> String.valueOf(file.getFileName())).toList());
    all.put("environment", request.environment().keySet().stream().sorted().toList());
    all.put("timeout_seconds", request.timeout() == null ? null : request.timeout().toSeconds());
    all.put("retries", request.retries());
    return Json.write(all);
  }

  /** Program and arguments of a job, as they were given. */
  public static List<String> argv(Job job) {
    return Json.parseObject(job.description()).get("argv") instanceof List<?> words
        ? words.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** How often it may be begun again when its host failed it. */
  public static int retries(Job job) {
    return Json.parseObject(job.description()).get("retries") instanceof Number number
        ? number.intValue()
        : 0;
  }
}
