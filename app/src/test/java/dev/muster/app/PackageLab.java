package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testkit.maven.ScriptedMaven;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A project to be packed, a Maven repository of this machine, and Muster by its command line. */
abstract class PackageLab {

  @TempDir Path folder;
  ScriptedMaven maven;
  InProcess muster;
  Path project;

  @BeforeEach
  void make() throws IOException {
    maven =
        new ScriptedMaven()
            .publish("org.example:lib:1.0", 3_000)
            .publish("org.example:app:2.0", 4_000, "org.example:lib:1.0");
    write(
        "user/.m2/settings.xml",
        "<settings><mirrors><mirror><id>inside</id><mirrorOf>*</mirrorOf><url>"
            + maven.url()
            + "</url></mirror></mirrors></settings>");
    muster =
        new InProcess(folder.resolve("home"), folder).with("HOME", folder.resolve("user") + "");
    project = folder.resolve("shop");
    write(
        "shop/main.py", "import sys\nprint('first', *sys.argv[1:])\nsys.exit(len(sys.argv) - 1)\n");
    write("shop/conf/a b.ini", "[General]\n");
  }

  @AfterEach
  void close() {
    maven.close();
  }

  Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  MusterRun done(Object... args) {
    MusterRun run = muster.run(args);
    assertThat(run.code()).as(List.of(args) + ": " + run.out() + run.err()).isZero();
    return run;
  }

  void fails(int code, String words, Object... args) {
    MusterRun run = muster.run(args);
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(code);
    assertThat(run.err()).contains(words);
  }

  static int exec(Map<String, String> environment, String... argv)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(said).isTrue();
    LAST.set(said);
    return process.exitValue();
  }

  static final ThreadLocal<String> LAST = ThreadLocal.withInitial(() -> "");
}
