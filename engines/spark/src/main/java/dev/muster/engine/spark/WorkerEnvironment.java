package dev.muster.engine.spark;

import dev.muster.model.Project;
import dev.muster.spi.engine.EngineJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which variables go to workers. Workers of this machine get the user's whole environment, as local
 * workers do. To others go what the project sets, what it calls secret, and what the gismo form
 * hands to its entrypoint; the rest is theirs.
 *
 * @param variables with their values
 * @param secrets what is secret among what is sent: names of variables, and shipped files
 */
record WorkerEnvironment(Map<String, String> variables, List<String> secrets) {

  private static final String FILES = "MUSTER_FILES";

  /** Stands for the folder of shipped files, which each executor has elsewhere. */
  private static final String THERE = "{muster-files}";

  /** For a run whose executors do or do not see this machine's paths. */
  static WorkerEnvironment of(EngineJob job, boolean shared) {
    List<String> secrets = new ArrayList<>();
    Project project = job.project();
    Map<String, String> all = job.environment();
    Map<String, String> sent = new TreeMap<>();
    if (shared) {
      sent.putAll(all);
    } else {
      String files = all.getOrDefault(FILES, "");
      all.forEach(
          (name, value) -> {
            if (travels(name, project)) {
              sent.put(name, files.isEmpty() ? value : value.replace(files, THERE));
            }
          });
    }
    job.secrets().stream().filter(sent::containsKey).forEach(secrets::add);
    project.files().forEach(file -> secrets.add("file " + file.target()));
    return new WorkerEnvironment(sent, secrets);
  }

  private static boolean travels(String name, Project project) {
    boolean gismo =
        switch (project.form()) {
          case GISMO -> name.startsWith("AWS_") || name.startsWith("MUSTER_SOLVER_");
          case NATIVE -> false;
        };
    return gismo
        || name.equals(FILES)
        || project.env().containsKey(name)
        || project.secrets().contains(name);
  }
}
