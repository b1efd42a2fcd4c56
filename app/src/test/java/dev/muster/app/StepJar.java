package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Jars of Spark programs that tests write down. */
final class StepJar {

  private static final Pattern NAME = Pattern.compile("public (?:final )?class (\\w+)");

  private StepJar() {}

  /** Compiles sources, each with one public class of no package, into a jar. */
  static Path of(Path jar, Path sparkJars, String... sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try {
      Path folder = Files.createTempDirectory(jar.toAbsolutePath().getParent(), "classes");
      List<String> words =
          new ArrayList<>(
              List.of(
                  "--release",
                  "11",
                  "-nowarn",
                  "-proc:none",
                  "-d",
                  folder.toString(),
                  "-cp",
                  classpath(sparkJars)));
      for (String source : sources) {
        Matcher name = NAME.matcher(source);
        assertThat(name.find()).isTrue();
        Path file = folder.resolve(name.group(1) + ".java");
        Files.writeString(file, source);
        words.add(file.toString());
      }
      StringWriter said = new StringWriter();
      OutputStream out =
          new OutputStream() {
            @Override
            public void write(int one) {
              said.write(one);
            }
          };
      assertThat(compiler.run(null, out, out, words.toArray(new String[0])))
          .as(said::toString)
          .isZero();
      try (JarOutputStream to = new JarOutputStream(Files.newOutputStream(jar));
          Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
          to.putNextEntry(new JarEntry(folder.relativize(file).toString()));
          Files.copy(file, to);
        }
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String classpath(Path jars) throws IOException {
    try (Stream<Path> files = Files.list(jars)) {
      return String.join(
          java.io.File.pathSeparator,
          files.map(Path::toString).filter(name -> name.endsWith(".jar")).sorted().toList());
    }
  }
}
