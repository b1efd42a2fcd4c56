package dev.muster.spi.pipeline;

import dev.muster.model.RunId;
import dev.muster.spi.Cancellation;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an engine knows of a run.
 *
 * @param run its id
 * @param results its folder, absolute
 * @param folder the working folder of its steps, absolute
 * @param home the folder {@code MUSTER_HOME}; what is kept between runs is in {@code cache} of it
 * @param environment of Muster
 * @param spark the folder of Spark on this machine, or of its jars; found when first asked for,
 *     which may fetch it
 * @param master of Spark, null for what the steps or the configuration say
 * @param clock the time
 * @param cancellation looked at all the time
 * @param say hears what people should know, one line each
 */
public record StepSite(
    RunId run,
    Path results,
    Path folder,
    Path home,
    Map<String, String> environment,
    Supplier<Path> spark,
    @Nullable String master,
    Clock clock,
    Cancellation cancellation,
    Consumer<String> say) {

  public StepSite {
    environment = Map.copyOf(environment);
  }
}
