package dev.muster.hosts;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses ports of programs. Pure.
 *
 * @param usual ports by name, as the service's own documentation has them
 * @param stated ports by name, as the user said
 * @param program the program that has a port, by the port's name
 */
public record HostPorts(
    Map<String, Integer> usual, Map<String, Integer> stated, UnaryOperator<String> program) {

  private static final int TRIED = 50;

  /** The ports with these names on a host: stated ones, those that run, else free ones. */
  public Map<String, Integer> choose(HostMeasure measure, Iterable<String> names) {
    Map<String, Integer> ports = new LinkedHashMap<>();
    for (String name : names) {
      Integer said = stated.get(name);
      Integer before = measure.ports().get(name);
      ports.put(
          name,
          said != null
              ? said
              : before != null && measure.runs(program.apply(name))
                  ? before
                  : free(usual.getOrDefault(name, 0), measure.listening(), ports));
    }
    return ports;
  }

  private int free(int wanted, Set<Integer> listening, Map<String, Integer> ports) {
    for (int port = wanted; port < wanted + TRIED; port++) {
      if (!listening.contains(port)
          && !ports.containsValue(port)
          && (port == wanted || !usual.containsValue(port))) {
        return port;
      }
    }
    return wanted; // shows as a problem
  }

  /** An address as it stands before a port. */
  public static String bracketed(String address) {
    return address.indexOf(':') >= 0 ? "[" + address + "]" : address;
  }

  /** Whether a port that listens is the program's own. */
  boolean isOwn(HostMeasure measure, String name, @Nullable Integer port) {
    return measure.runs(program.apply(name))
        && port != null
        && port.equals(measure.ports().get(name));
  }
}
