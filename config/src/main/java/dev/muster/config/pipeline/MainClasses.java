package dev.muster.config.pipeline;

import dev.muster.config.text.DidYouMean;
import dev.muster.config.text.Problems;
import dev.muster.config.text.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks for main classes in jars. */
final class MainClasses {

  private static final Pattern NAME = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_.$]*");
  private static final String CLASS = ".class";
  private static final int MOST_NAMES = 20_000;
  private static final int MOST_SUPERCLASSES = 20;

  private final Problems problems;
  private final Set<String> sound = new HashSet<>();

  MainClasses(Problems problems) {
    this.problems = problems;
  }

  /**
   * The main class of an application; empty after noting what is wrong.
   *
   * @param given null for the one of the manifest
   * @param more jars in which it may be instead
   */
  Optional<String> require(
      String key, @Nullable String given, Path jar, List<Path> more, int line) {
    if (given != null && !NAME.matcher(given).matches()) {
      problems.add(line, key + ": " + Quoted.of(given) + " cannot be the name of a class", null);
      return Optional.empty();
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      String name = given == null ? ofManifest(file) : given;
      if (name == null) {
        problems.add(
            line, key + ": the manifest of " + jar + " names no main class", "name the class");
        return Optional.empty();
      }
      return sound.contains(jar + "\0" + name) || check(key, name, file, more, line)
          ? remembered(jar, name)
          : Optional.empty();
    } catch (IOException e) {
      problems.add(line, key + ": " + jar + " is no jar: " + e.getMessage(), null);
      return Optional.empty();
    }
  }

  private Optional<String> remembered(Path jar, String name) {
    sound.add(jar + "\0" + name);
    return Optional.of(name);
  }

  private boolean check(String key, String name, JarFile file, List<Path> more, int line)
      throws IOException {
    ClassFile found = find(name.replace('.', '/'), file);
    if (found == null) {
      for (Path other : more) {
        try (JarFile beside = new JarFile(other.toFile())) {
          if (find(name.replace('.', '/'), beside) != null) {
            return true;
          }
        } catch (IOException e) {
          problems.add(line, key + ": " + other + " is no jar: " + e.getMessage(), null);
          return false;
        }
      }
      problems.add(
          line,
          key + ": there is no class " + name + " in " + file.getName(),
          DidYouMean.nearest(name, names(file))
              .map(near -> "did you mean " + near + "?")
              .orElse("look with: jar tf " + file.getName()));
      return false;
    }
    int depth = 0;
    while (!found.hasMain() && depth++ < MOST_SUPERCLASSES) {
      if (found.superclass().isEmpty() || found.superclass().equals("java/lang/Object")) {
        problems.add(
            line,
            key + ": the class " + name + " has no public static void main(String[])",
            "name a class that can be started");
        return false;
      }
      ClassFile above = find(found.superclass(), file);
      if (above == null) {
        return true; // it may inherit one from another jar
      }
      found = above;
    }
    return true;
  }

  private static @Nullable ClassFile find(String path, JarFile file) throws IOException {
    JarEntry entry = file.getJarEntry(path + CLASS);
    if (entry == null) {
      return null;
    }
    try (InputStream in = file.getInputStream(entry)) {
      return ClassFile.read(in);
    } catch (RuntimeException e) {
      throw new IOException(path + CLASS + " is damaged", e);
    }
  }

  private static @Nullable String ofManifest(JarFile file) throws IOException {
    Manifest manifest = file.getManifest();
    return manifest == null ? null : manifest.getMainAttributes().getValue("Main-Class");
  }

  private static List<String> names(JarFile file) {
    return file.stream()
        .map(JarEntry::getName)
        .filter(entry -> entry.endsWith(CLASS))
        .limit(MOST_NAMES)
        .map(entry -> entry.substring(0, entry.length() - CLASS.length()).replace('/', '.'))
        .toList();
  }
}
