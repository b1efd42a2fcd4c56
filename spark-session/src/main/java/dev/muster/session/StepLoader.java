package dev.muster.session;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

/**
 * The classes of a step, apart from those of every other step. As in spark-submit Spark's and
 * Java's go before them, unless {@code spark.driver.userClassPathFirst} says otherwise.
 */
final class StepLoader extends URLClassLoader {

  static {
    registerAsParallelCapable();
  }

  private final List<Path> jars;
  private final boolean ownFirst;

  StepLoader(List<Path> jars, boolean ownFirst, ClassLoader spark) throws MalformedURLException {
    super(urls(jars), spark);
    this.jars = List.copyOf(jars);
    this.ownFirst = ownFirst;
  }

  List<Path> jars() {
    return jars;
  }

  private static URL[] urls(List<Path> jars) throws MalformedURLException {
    URL[] urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = jars.get(i).toUri().toURL();
    }
    return urls;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!ownFirst || name.startsWith("java.")) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      if (known != null) {
        return known;
      }
      try {
        return findClass(name);
      } catch (ClassNotFoundException e) {
        return super.loadClass(name, resolve);
      }
    }
  }

  @Override
  public URL getResource(String name) {
    URL own = ownFirst ? findResource(name) : null;
    return own == null ? super.getResource(name) : own;
  }
}
