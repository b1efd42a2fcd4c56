package dev.muster.spi.service;

import dev.muster.spi.Cancellation;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a service is wanted.
 *
 * @param values by name, as the service knows them, for instance {@code version} to {@code 4.1.1}
 * @param conf {@code key=value}, handed to the service itself
 * @param offline nothing is fetched over the network
 * @param patience how long the whole of it may take to be ready once it is started
 * @param cancellation looked at all the time
 */
public record ServiceOptions(
    Map<String, String> values,
    List<String> conf,
    boolean offline,
    Duration patience,
    Cancellation cancellation) {

  /** A cluster with slow disks starts within it. */
  public static final Duration PATIENCE = Duration.ofMinutes(3);

  public ServiceOptions {
    values = Map.copyOf(values);
    conf = List.copyOf(conf);
  }

  /** As it is by itself. */
  public static ServiceOptions defaults(Cancellation cancellation) {
    return new ServiceOptions(Map.of(), List.of(), false, PATIENCE, cancellation);
  }
}
