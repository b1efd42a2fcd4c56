package dev.muster.core.pipeline;

import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterCatalog;
import dev.muster.core.cluster.InstalledPackage;
import dev.muster.core.cluster.Reach;
import dev.muster.core.job.Jobs;
import dev.muster.model.Cluster;
import dev.muster.model.Job;
import dev.muster.model.JobId;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepWork;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.Problem;
import dev.muster.spi.packaging.PackageRef;
import dev.muster.spi.pipeline.RunningStep;
import dev.muster.spi.pipeline.StepAttempt;
import dev.muster.spi.pipeline.StepLauncher;
import dev.muster.spi.pipeline.StepSite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Steps of a run as jobs of a cluster. The id of a job is written into the attempt's folder before
 * the job is handed over: whoever takes the attempt over finds it by that.
 */
final class ClusterLauncher implements StepLauncher {

  private static final String TOKEN = "job";

  private final Services services;
  private final String named;
  private final @Nullable String packageRef;
  private final Path folder;
  private final @Nullable String master;
  private final Jobs jobs;
  private @Nullable InstalledPackage installed;

  ClusterLauncher(Services services, String named, @Nullable String packageRef, StepSite site) {
    this.services = services;
    this.named = named;
    this.packageRef = packageRef;
    folder = site.folder();
    master = site.master();
    jobs = new Jobs(services, Reach.DEFAULT);
  }

  @Override
  public List<Problem> check(List<Step> steps) {
    Cluster cluster = cluster();
    ClusterCatalog.requireReady(cluster);
    if (steps.stream().anyMatch(step -> step.work() instanceof StepWork.Spark)) {
      var unused = new ClusterCatalog(services).requireService(cluster, "spark");
      if (master != null) {
        unused = new ClusterCatalog(services).requireService(cluster, "hadoop");
      }
    }
    List<Problem> problems = new ArrayList<>();
    ClusterWork work = work(cluster);
    steps.forEach(step -> problems.addAll(work.check(step, cluster.name())));
    return problems;
  }

  private ClusterWork work(Cluster cluster) {
    boolean yarn =
        new ClusterCatalog(services)
            .services(cluster).stream().anyMatch(service -> service.name().equals("hadoop"));
    return new ClusterWork(folder, yarn, master, installed(cluster));
  }

  private synchronized @Nullable InstalledPackage installed(Cluster cluster) {
    if (packageRef != null && installed == null) {
      installed =
          InstalledPackage.require(services, cluster, PackageRef.parse(packageRef), Reach.DEFAULT);
    }
    return installed;
  }

  private Cluster cluster() {
    return new ClusterCatalog(services).require(named);
  }

  @Override
  public RunningStep start(StepAttempt attempt) {
    Cluster cluster = cluster();
    JobId id = JobId.create(services.clock().instant(), services.random());
    write(attempt, id);
    Job job = jobs.submit(cluster, work(cluster).request(attempt.step(), cluster.name()), id);
    new ClusterCatalog(services).touch(cluster);
    return ClusterStep.follow(jobs, job, attempt);
  }

  private static void write(StepAttempt attempt, JobId id) {
    Path token = attempt.folder().resolve(TOKEN);
    Path part = attempt.folder().resolve(TOKEN + ".part");
    try {
      Files.writeString(part, id + "\n");
      Files.move(part, token, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.UNAVAILABLE, "cannot write " + token + ": " + e.getMessage(), null, e);
    }
  }

  @Override
  public Optional<RunningStep> adopt(StepAttempt attempt, @Nullable String handle) {
    return token(attempt)
        .flatMap(jobs::find)
        .map(job -> jobs.refresh(List.of(job)).get(0))
        .flatMap(
            view -> {
              if (view.unknown() != null) {
                throw new MusterException(
                    ErrorKind.UNAVAILABLE,
                    "nobody can say how job " + view.job().id() + " stands: " + view.unknown(),
                    "try again when cluster " + named + " can be reached");
              }
              boolean never = view.job().state().isFinal() && view.job().exitCode() == null;
              return never
                  ? Optional.empty()
                  : Optional.of(ClusterStep.follow(jobs, view.job(), attempt));
            });
  }

  private static Optional<JobId> token(StepAttempt attempt) {
    try {
      return Optional.of(new JobId(Files.readString(attempt.folder().resolve(TOKEN)).strip()));
    } catch (IOException e) {
      return Optional.empty(); // it was not handed over
    }
  }

  @Override
  public void close() {
    // jobs go on
  }
}
