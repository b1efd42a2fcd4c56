package dev.muster.stores;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.store.Store;
import dev.muster.spi.store.StoreFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All stores of one process: one per root, opened when first asked for. Safe for use by several
 * threads.
 */
public final class StoreCatalog implements AutoCloseable {

  private final Function<String, @Nullable String> environment;
  private final Map<String, StoreFactory> factories = new TreeMap<>();
  private final Map<String, Store> stores = new LinkedHashMap<>();

  /**
   * @param factories what may be opened; two may not serve one scheme
   * @param environment the process environment, by name; handed to the factories
   */
  public StoreCatalog(
      Iterable<StoreFactory> factories, Function<String, @Nullable String> environment) {
    this.environment = environment;
    for (StoreFactory factory : factories) {
      for (String scheme : factory.schemes()) {
        StoreFactory other = this.factories.putIfAbsent(scheme, factory);
        if (other != null) {
          throw new IllegalArgumentException(
              "the scheme %s is served by %s and by %s"
                  .formatted(scheme, other.getClass().getName(), factory.getClass().getName()));
        }
      }
    }
  }

  /** A catalog of the factories on the class path. */
  public static StoreCatalog load(Function<String, @Nullable String> environment) {
    return new StoreCatalog(ServiceLoader.load(StoreFactory.class), environment);
  }

  /**
   * Opens a store, or gives the one that is open already. It belongs to the catalog, which closes
   * it; callers do not.
   *
   * @param root for instance {@code file:/data/} or {@code s3://bucket/}
   * @throws MusterException INVALID when no factory serves its scheme, or the root is malformed
   */
  public synchronized Store open(String root) {
    Store open = stores.get(root);
    if (open != null) {
      return open;
    }
    Store store = factory(root).open(root, environment);
    Store same = stores.putIfAbsent(store.root(), store);
    if (same != null) {
      store.close();
    }
    return same == null ? store : same;
  }

  private StoreFactory factory(String root) {
    int colon = root.indexOf(':');
    StoreFactory factory = colon < 0 ? null : factories.get(root.substring(0, colon));
    if (factory == null) {
      throw new MusterException(
          ErrorKind.INVALID,
          colon < 0
              ? "the store " + root + " has no scheme"
              : "the store " + root + " has a scheme that nothing serves",
          "known schemes: " + String.join(", ", factories.keySet()));
    }
    return factory;
  }

  /** Closes every store, also when one of them fails; the first failure is thrown. */
  @Override
  public synchronized void close() {
    List<RuntimeException> failures = new ArrayList<>();
    for (Store store : stores.values()) {
      try {
        store.close();
      } catch (RuntimeException failure) {
        failures.add(failure);
      }
    }
    stores.clear();
    if (!failures.isEmpty()) {
      RuntimeException first = failures.get(0);
      failures.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
  }
}
