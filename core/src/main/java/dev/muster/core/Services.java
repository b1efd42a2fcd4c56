package dev.muster.core;

import dev.muster.core.packaging.PackageTools;
import dev.muster.model.Fact;
import dev.muster.model.Owner;
import dev.muster.model.RunId;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.distribution.Distributions;
import dev.muster.spi.engine.Engine;
import dev.muster.spi.fleet.FleetFactory;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.pipeline.StepEngine;
import dev.muster.spi.python.PythonEnvironments;
import dev.muster.spi.report.PipelineReportWriter;
import dev.muster.spi.report.ReportWriter;
import dev.muster.spi.service.ServiceDeployer;
import dev.muster.spi.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * What the use cases work with; the app wires it. What is costly to make is supplied when it is
 * first asked for.
 *
 * @param home the folder {@code MUSTER_HOME}
 * @param environment the process environment
 * @param programStart when the program started, for timings
 * @param clock the time
 * @param random for ids and jitter
 * @param ledger the ledger, opened once
 * @param stores a store by its root, opened once
 * @param engines run tasks
 * @param pythons makes Python environments
 * @param writers write results
 * @param fleets opens fleets of hosts
 * @param distributions resolves what services are made of
 * @param deployers put services on clusters
 * @param packaging what packages are made with
 * @param owner this process, as leases name it
 * @param gone tells whether another owner surely does not live any more
 * @param leaseTerm how long a run belongs to an owner that is not heard of
 * @param facts of this machine and program, for reports
 * @param stepEngines run steps of pipelines
 * @param pipelineWriters write about runs of pipelines
 */
public record Services(
    Path home,
    Map<String, String> environment,
    Instant programStart,
    Clock clock,
    RandomGenerator random,
    Supplier<Ledger> ledger,
    Function<String, Store> stores,
    Supplier<List<Engine>> engines,
    Supplier<PythonEnvironments> pythons,
    Supplier<List<ReportWriter>> writers,
    Supplier<FleetFactory> fleets,
    Supplier<Distributions> distributions,
    Supplier<List<ServiceDeployer>> deployers,
    Supplier<PackageTools> packaging,
    Owner owner,
    Predicate<Owner> gone,
    Duration leaseTerm,
    Supplier<List<Fact>> facts,
    Supplier<List<StepEngine>> stepEngines,
    Supplier<List<PipelineReportWriter>> pipelineWriters) {

  /**
   * An engine by its name.
   *
   * @throws MusterException USAGE when there is none
   */
  public Engine engine(String name) {
    List<Engine> all = engines.get();
    return all.stream()
        .filter(engine -> engine.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new MusterException(
                    ErrorKind.USAGE,
                    "there is no engine " + name,
                    "--engine takes "
                        + all.stream()
                            .map(Engine::name)
                            .sorted()
                            .collect(Collectors.joining(", "))));
  }

  /** The same for one of several runs of this program, whose time begins now. */
  public Services startedNow() {
    return new Services(
        home,
        environment,
        clock.instant(),
        clock,
        random,
        ledger,
        stores,
        engines,
        pythons,
        writers,
        fleets,
        distributions,
        deployers,
        packaging,
        owner,
        gone,
        leaseTerm,
        facts,
        stepEngines,
        pipelineWriters);
  }

  /** Ends what a dead owner of a run left running, whichever engine it had. */
  public void sweep(RunId run) {
    engines.get().forEach(engine -> engine.sweep(run));
  }
}
