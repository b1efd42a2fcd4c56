package dev.muster.engine.spark;

import dev.muster.model.Entrypoint;
import dev.muster.model.Params;
import dev.muster.model.Project;
import dev.muster.model.ProjectName;
import dev.muster.model.RunId;
import dev.muster.model.ShippedFile;
import dev.muster.spi.engine.EngineJob;
import dev.muster.spi.engine.EngineOptions;
import dev.muster.spi.engine.ResultPlaces;
import dev.muster.spi.python.PythonEnvironments.PipOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Jobs of an engine, as a run gives them. */
final class Jobs {

  Project.Form form = Project.Form.NATIVE;
  Map<String, String> env = Map.of();
  List<String> secrets = List.of();
  List<ShippedFile> files = List.of();
  Path requirements;
  Map<String, String> environment = Map.of("PATH", "/bin");
  String master = "spark://head:7077";
  Map<String, String> conf = Map.of();
  int workers;

  EngineJob job() {
    return job(Path.of("/work/home/tmp/r1"), ResultPlaces.NONE);
  }

  /** One whose large results come to {@code spool} below a folder. */
  EngineJob job(Path scratch, ResultPlaces places) {
    Path folder = Path.of("/work/project");
    Project project =
        new Project(
            new ProjectName("p"),
            folder,
            form,
            List.of(),
            null,
            new Entrypoint.PythonFunction("m", "main", Entrypoint.Signature.KEYWORDS),
            List.of(Params.NONE),
            requirements,
            null,
            env,
            secrets,
            files,
            null,
            0,
            Set.of(),
            0,
            0,
            1,
            null,
            Map.of());
    return new EngineJob(
        new RunId("r1"),
        project,
        Path.of("/usr/bin/python3"),
        new PipOptions(true, List.of()),
        environment,
        secrets,
        2,
        1,
        folder.resolve("results/r1"),
        scratch.resolve("spool"),
        Path.of("/work/home/results"),
        Path.of("/work/home/cache"),
        input -> Path.of("/nowhere"),
        Map::of,
        new EngineOptions("spark", master, null, conf, workers, null),
        EngineJob.Limits.DEFAULT,
        places);
  }
}
