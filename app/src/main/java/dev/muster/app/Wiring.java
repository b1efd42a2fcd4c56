package dev.muster.app;

import dev.muster.config.Settings;
import dev.muster.core.Services;
import dev.muster.core.packaging.PackageTools;
import dev.muster.fleet.SshFleets;
import dev.muster.model.Owner;
import dev.muster.packages.PipWheels;
import dev.muster.packages.Venvs;
import dev.muster.packages.archive.TarPackages;
import dev.muster.packages.distribution.CachedDistributions;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.distribution.Distributions;
import dev.muster.spi.engine.Engine;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.ledger.LedgerFactory;
import dev.muster.spi.pipeline.StepEngine;
import dev.muster.spi.python.PythonEnvironments;
import dev.muster.spi.report.PipelineReportWriter;
import dev.muster.spi.report.ReportWriter;
import dev.muster.spi.service.ServiceDeployer;
import dev.muster.stores.StoreCatalog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Constructs what the use cases work with, each thing when it is first asked for. */
final class Wiring implements AutoCloseable {

  private final Map<String, String> environment;
  private final Instant start;
  private final Path home;
  private final Once<Services> services;
  private final Once<Settings> settings;
  private final Once<Ledger> ledger;
  private final Once<StoreCatalog> stores;
  private final Once<List<Engine>> engines;
  private final Once<PythonEnvironments> pythons;
  private final Once<List<ReportWriter>> writers;
  private final Once<Distributions> distributions;
  private final Once<List<ServiceDeployer>> deployers;
  private final Once<PackageTools> packaging;
  private final Once<OpenFleets> fleets;

  /**
   * @param progress hears what goes on while an environment is made
   * @param begin called when a command begins to work: before that a signal just ends the program
   */
  Wiring(
      Map<String, String> environment, Instant start, Consumer<String> progress, Runnable begin) {
    this.environment = environment;
    this.start = start;
    home = HomeFolder.of(environment);
    services =
        new Once<>(
            () -> {
              begin.run();
              return makeServices();
            });
    settings = new Once<>(() -> Settings.load(home, environment::get));
    ledger = new Once<>(() -> service(LedgerFactory.class).open(home, this::ledgerSetting));
    stores = new Once<>(() -> StoreCatalog.load(environment::get));
    engines =
        new Once<>(
            () ->
                ServiceLoader.load(Engine.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList());
    pythons = new Once<>(() -> new Venvs(home.resolve("cache"), environment::get, progress));
    deployers =
        new Once<>(
            () ->
                ServiceLoader.load(ServiceDeployer.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList());
    distributions = new Once<>(() -> new CachedDistributions(home.resolve("cache"), environment));
    packaging =
        new Once<>(
            () ->
                new PackageTools(
                    new TarPackages(), new PipWheels(System.getProperty("os.arch", ""), progress)));
    writers =
        new Once<>(
            () ->
                ServiceLoader.load(ReportWriter.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList());
    fleets =
        new Once<>(
            () ->
                new OpenFleets(
                    new SshFleets(
                        HomeFolder.ofUser(environment),
                        System.getProperty("user.name", ""),
                        environment)));
  }

  private static <T> List<T> services(Class<T> type) {
    return ServiceLoader.load(type).stream().map(ServiceLoader.Provider::get).toList();
  }

  private static <T> T service(Class<T> type) {
    return ServiceLoader.load(type)
        .findFirst()
        .orElseThrow(
            () ->
                new MusterException(
                    ErrorKind.INTERNAL, "no " + type.getSimpleName() + " is installed"));
  }

  /** The environment, where the address of the ledger may also come from the settings' file. */
  private @Nullable String ledgerSetting(String name) {
    return name.equals("MUSTER_LEDGER")
        ? settings.get().ledger().find().orElse(null)
        : environment.get(name);
  }

  Settings settings() {
    return settings.get();
  }

  Services services() {
    return services.get();
  }

  private Services makeServices() {
    Owner self = ThisProcess.owner(environment);
    return new Services(
        home,
        environment,
        start,
        Clock.systemUTC(),
        random(),
        ledger,
        root -> stores.get().open(root),
        engines,
        pythons,
        writers,
        fleets::get,
        distributions,
        deployers,
        packaging,
        self,
        owner -> ThisProcess.gone(owner, self),
        settings.get().leaseTerm().value(),
        () -> ThisProcess.facts(environment),
        new Once<>(() -> services(StepEngine.class)),
        new Once<>(() -> services(PipelineReportWriter.class)));
  }

  /** For ids and jitter: no secret, but different in each process. */
  private static RandomGenerator random() {
    return new SplittableRandom(
        System.nanoTime()
            ^ ProcessHandle.current().pid() << Integer.SIZE
            ^ Runtime.getRuntime().freeMemory());
  }

  @Override
  public void close() {
    fleets.ifMade(OpenFleets::close);
    ledger.ifMade(Ledger::close);
    stores.ifMade(StoreCatalog::close);
  }
}
