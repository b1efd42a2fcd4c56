package dev.muster.spi.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which engine, and how it is reached.
 *
 * @param name of the engine, for instance {@code local}
 * @param master where it is, for instance {@code spark://host:7077}; null for its default
 * @param home where its software is; null where the environment says
 * @param conf its own settings
 * @param workers tasks at once as the user said; 0 when he did not
 * @param cluster the cluster whose head drives the run; null for this machine
 */
public record EngineOptions(
    String name,
    @Nullable String master,
    @Nullable String home,
    Map<String, String> conf,
    int workers,
    @Nullable EngineCluster cluster) {

  /** Workers on this machine. */
  public static final EngineOptions LOCAL =
      new EngineOptions("local", null, null, Map.of(), 0, null);

  public EngineOptions {
    conf = Collections.unmodifiableMap(new LinkedHashMap<>(conf));
  }

  /** Tells whether they are {@link #LOCAL}. */
  public boolean isLocal() {
    return name.equals(LOCAL.name)
        && master == null
        && home == null
        && conf.isEmpty()
        && workers == 0
        && cluster == null;
  }

  /** For people: name and master. */
  public String words() {
    if (cluster != null) {
      return name + " on cluster " + cluster.name();
    }
    return master == null ? name : name + " " + master;
  }
}
