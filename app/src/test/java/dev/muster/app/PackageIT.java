package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testkit.python.Wheel;
import dev.muster.testkit.s3.MotoServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Packages by the command line: built, looked at, pushed, installed here. */
@Timeout(300)
class PackageIT extends PackageLab {

  @Test
  void buildsTheSameTwiceAndShowsWhatIsInIt() throws IOException {
    assertThat(done("package", "build", "shop", "--dry-run", "--jars", "org.example:app:2.0").out())
        .contains("code/conf/a b.ini", "jars/ of org.example:app:2.0", "starts code/main.py");
    assertThat(maven.requests()).isEmpty();
    Object[] build = {
      "package", "build", "shop", "--jars", "org.example:app:2.0", "--as-version", "1.0", "-o"
    };
    done(append(build, "one.tar"));
    maven.close(); // the closure is in the cache now
    Files.setLastModifiedTime(project.resolve("main.py"), FileTime.fromMillis(1_000_000));
    done(append(build, "two.tar"));
    assertThat(folder.resolve("two.tar")).hasSameBinaryContentAs(folder.resolve("one.tar"));
    assertThat(done("package", "inspect", "one.tar").out())
        .contains("shop-1.0-", "starts code/main.py", "maven org.example:lib:1.0", "project");
    List<Map<String, Object>> facts = done("package", "inspect", "one.tar", "--json").json();
    assertThat(facts.get(0)).containsEntry("name", "shop").containsEntry("signature", "NONE");
    assertThat(facts).anySatisfy(one -> assertThat(one).containsEntry("name", "code/main.py"));
    assertThat(done("package", "verify", "one.tar").out()).startsWith("whole: shop-1.0-");
    assertThat(folder.resolve("home/tmp")).isEmptyDirectory();
  }

  private static Object[] append(Object[] words, Object... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray();
  }

  /** What builds keep is seen, and goes, where distributions are seen and go. */
  @Test
  void jarsOfPackagesAreListedAndRemoved() throws IOException {
    done("package", "build", "shop", "--jars", "org.example:app:2.0", "-o", "one.tar");
    done(
        "package",
        "build",
        "shop",
        "--jars",
        "org.example:lib:1.0,org.example:app:2.0",
        "-o",
        "two.tar");
    List<Map<String, Object>> kept = done("distribution", "list", "--json").json();
    assertThat(kept)
        .hasSize(2)
        .allSatisfy(one -> assertThat(one).containsEntry("name", "jars").containsEntry("files", 2L))
        .anySatisfy(
            one -> assertThat(one).containsEntry("coordinates", List.of("org.example:app:2.0")));
    assertThat(done("distribution", "list").out())
        .contains("org.example:app:2.0", "org.example:lib:1.0 and 1 more", "jars");
    String first = String.valueOf(kept.get(0).get("id"));
    fails(64, "cannot be undone", "distribution", "remove", first);
    fails(64, "say which jars", "distribution", "remove", "jars");
    fails(65, "is not in the cache", "distribution", "remove", "jars@00000000", "--yes");
    // Both have the same jars: the first one's going frees nothing, the last one's all.
    assertThat(done("distribution", "remove", first, "--yes", "--json").json().get(0))
        .containsEntry("bytes", 0L);
    String last = String.valueOf(kept.get(1).get("id"));
    Map<String, Object> looked =
        done("distribution", "remove", last, "--dry-run", "--json").json().get(0);
    assertThat(looked).containsEntry("removed", false).containsEntry("bytes", 7_000L);
    assertThat(done("distribution", "remove", last, "--yes").out())
        .contains("removed " + last + " (org.example:");
    assertThat(done("distribution", "list", "--json").json()).isEmpty();
    try (Stream<Path> files = Files.walk(folder.resolve("home/cache/files"))) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
    fails(
        69,
        "--offline forbids",
        "package",
        "build",
        "shop",
        "--jars",
        "org.example:app:2.0",
        "--offline",
        "-o",
        "no.tar");
  }

  @Test
  void signsWithKeysOfOpenssl() throws Exception {
    Assumptions.assumeTrue(
        exec(Map.of(), "sh", "-c", "command -v openssl") == 0,
        "openssl is missing: apt-get install openssl");
    Path key = folder.resolve("key.pem");
    Path trusted = folder.resolve("key.pub");
    assertThat(exec(Map.of(), "openssl", "genpkey", "-algorithm", "ed25519", "-out", key + ""))
        .isZero();
    assertThat(exec(Map.of(), "openssl", "pkey", "-in", key + "", "-pubout", "-out", trusted + ""))
        .isZero();
    done("package", "build", "shop", "-o", "signed.tar", "--sign", "key.pem");
    assertThat(done("package", "verify", "signed.tar", "--trusted-key", "key.pub").out())
        .contains("signed by the trusted key");
    done("package", "install", "signed.tar", "--into", "apps", "--trusted-key", "key.pub");
    // Whoever has no Muster compares it with openssl.
    String script =
        "cd \"$1\" && base64 -d SHA256SUMS.sig >\"$2\" && openssl pkeyutl -verify -rawin -pubin"
            + " -inkey \"$3\" -in SHA256SUMS -sigfile \"$2\" && sha256sum --quiet -c SHA256SUMS";
    assertThat(
            exec(
                Map.of(),
                "sh",
                "-c",
                script,
                "sh",
                folder.resolve("apps/shop/current") + "",
                folder.resolve("signature") + "",
                trusted + ""))
        .as(LAST.get())
        .isZero();
  }

  @Test
  void pushesOnceToAFolderAndToS3() throws IOException {
    done("package", "build", "shop", "-o", "a.tar");
    Path store = Files.createDirectories(folder.resolve("store"));
    MusterRun first = done("package", "push", "a.tar", "store", "--json");
    assertThat(first.json().get(0))
        .hasEntrySatisfying("moved", moved -> assertThat((Long) moved).isPositive());
    assertThat(done("package", "push", "a.tar", "store", "--json").json().get(0))
        .containsEntry("moved", 0L);
    String id = String.valueOf(first.json().get(0).get("id"));
    assertThat(store.resolve(id + ".tar")).hasSameBinaryContentAs(folder.resolve("a.tar"));
    assertThat(store.resolve(id + "/emr-bootstrap.sh")).content().contains("name=shop");
    fails(65, "there is no folder", "package", "push", "a.tar", "nowhere");

    MotoServer moto = MotoServer.shared();
    moto.createBucket("packages");
    InProcess s3 = muster.with(moto.variables());
    MusterRun pushed = s3.run("package", "push", "a.tar", "s3://packages/code/", "--json");
    assertThat(pushed.code()).as(pushed.err()).isZero();
    assertThat(pushed.json().get(0))
        .containsEntry("url", "s3://packages/code/" + id + ".tar")
        .hasEntrySatisfying("moved", moved -> assertThat((Long) moved).isPositive());
    assertThat(s3.run("package", "push", "a.tar", "s3://packages/code", "--json").json().get(0))
        .containsEntry("moved", 0L);
    assertThat(s3.run("package", "push", "a.tar", "s3://nowhere-at-all/").code()).isNotZero();
  }

  @Test
  void installsSideBySideAndGoesBack() throws Exception {
    done("package", "build", "shop", "-o", "one.tar", "--jars", "org.example:app:2.0");
    String first = done("package", "install", "one.tar", "--into", "apps").out().strip();
    assertThat(done("package", "install", "one.tar", "--into", "apps").out().strip())
        .isEqualTo(first);
    Path current = folder.resolve("apps/shop/current");
    assertThat(current.toRealPath()).isEqualTo(Path.of(first).toRealPath());
    assertThat(current.resolve("conf/spark-defaults.conf"))
        .content()
        .contains("spark.jars local:" + first + "/jars/app-2.0.jar,local:" + first + "/jars/lib");
    assertThat(exec(Map.of(), current + "/bin/launch.sh", "a b", "c")).isEqualTo(2);
    assertThat(LAST.get()).isEqualTo("first a b c\n");

    write("shop/main.py", "print('second')\n");
    done("package", "build", "shop", "-o", "two.tar");
    done("package", "install", "two.tar", "--into", "apps");
    assertThat(exec(Map.of(), current + "/bin/launch.sh")).isZero();
    assertThat(LAST.get()).isEqualTo("second\n");
    assertThat(done("package", "restore", "shop", "--into", "apps").out()).contains("is current");
    exec(Map.of(), current + "/bin/launch.sh");
    assertThat(LAST.get()).isEqualTo("first\n");
    done("package", "restore", "shop", "--into", "apps");
    exec(Map.of(), current + "/bin/launch.sh");
    assertThat(LAST.get()).isEqualTo("second\n");
    fails(
        65,
        "is not installed whole",
        "package",
        "restore",
        "shop",
        "--into",
        "apps",
        "--release",
        "1-00");
    // What somebody changed since is found, not used.
    Files.writeString(current.toRealPath().resolve("code/main.py"), "print('changed')\n");
    fails(
        65, "files are not as they were packed", "package", "install", "two.tar", "--into", "apps");
  }

  /** The environment is made once, by the first, though the second begins in the midst of it. */
  @Test
  void twoInstallationsAtOnceDoNotDisturbEachOther() throws Exception {
    Assumptions.assumeTrue(
        exec(Map.of(), "/usr/bin/python3", "-I", "-c", "import ensurepip, venv") == 0,
        "python3 makes no environment: apt-get install python3-venv");
    new Wheel("alpha", "1.0", "alpha").writeTo(project.resolve("wheels"));
    write("shop/requirements.txt", "alpha==1.0\n");
    write("shop/main.py", "import alpha\nprint(alpha.NAME)\n");
    done("package", "build", "shop", "--offline", "-o", "one.tar", "--yes");
    assertThat(exec(Map.of(), "tar", "-xf", folder.resolve("one.tar") + "", "-C", folder + ""))
        .isZero();
    Path root;
    try (Stream<Path> unpacked = Files.list(folder)) {
      root =
          unpacked.filter(one -> one.getFileName().toString().startsWith("shop-")).findAny().get();
    }
    Path began = folder.resolve("began");
    Path python =
        program(
            "slow-python",
            """
            case " $* " in
              *' venv '*) echo "$$" >>"%s" && sleep 2 ;;
            esac
            exec /usr/bin/python3 "$@"
            """
                .formatted(began));
    Path log = folder.resolve("install.log");
    ProcessBuilder install =
        new ProcessBuilder("sh", root.resolve("bin/install.sh") + "", "--python", python + "")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Process first = install.start();
    MusterProcess.await("the first begins", () -> Files.exists(began));
    Process second = install.start();
    assertThat(List.of(first.waitFor(), second.waitFor()))
        .as(Files.readString(log))
        .containsOnly(0);
    assertThat(began).content().hasLineCount(1);
    assertThat(exec(Map.of(), root.resolve("bin/launch.sh") + "")).isZero();
    assertThat(LAST.get()).isEqualTo("alpha\n");
  }

  /** Spark's own submit program sees the package's settings before the user's. */
  @Test
  void sparkSubmitGetsTheSettings() throws Exception {
    done("package", "build", "shop", "-o", "one.tar", "--jars", "org.example:lib:1.0");
    String root = done("package", "install", "one.tar", "--into", "apps").out().strip();
    Path spark = write("spark/bin/spark-submit", "#!/bin/sh\nprintf '<%s>' \"$@\"\n");
    Files.setPosixFilePermissions(spark, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(
            exec(
                Map.of("SPARK_HOME", folder.resolve("spark") + ""),
                folder.resolve("apps/shop/current/bin/spark-submit") + "",
                "--conf",
                "spark.x=a b",
                "app.py"))
        .isZero();
    assertThat(LAST.get())
        .isEqualTo(
            "<--conf><spark.jars=local:"
                + root
                + "/jars/lib-1.0.jar><--conf><spark.x=a b><app.py>");
  }

  @Test
  void scriptsAreCleanInTheEyesOfShellcheck() throws Exception {
    done("package", "build", "shop", "-o", "one.tar");
    String root = done("package", "install", "one.tar", "--into", "apps").out().strip();
    Assumptions.assumeTrue(
        exec(Map.of(), "sh", "-c", "command -v shellcheck") == 0,
        "shellcheck is missing: apt-get install shellcheck");
    List<String> argv = new ArrayList<>(List.of("shellcheck"));
    try (Stream<Path> bin = Files.list(Path.of(root, "bin"));
        Stream<Path> cloud = Files.list(Path.of(root, "cloud"))) {
      Stream.concat(bin, cloud).map(Path::toString).sorted().forEach(argv::add);
    }
    assertThat(argv).hasSizeGreaterThan(8);
    assertThat(exec(Map.of(), argv.toArray(String[]::new))).as(LAST.get()).isZero();
  }

  /** The clouds' own programs are played by small ones; all else of the scripts is real. */
  @Test
  void cloudScriptsBringItToANodeAndRunIt() throws Exception {
    done("package", "build", "shop", "-o", "one.tar");
    Path store = Files.createDirectories(folder.resolve("store"));
    String url = done("package", "push", "one.tar", "store").out().strip();
    Path tar = Path.of(url.substring("file:".length()));
    Path scripts = tar.resolveSibling(tar.getFileName().toString().replace(".tar", ""));
    Path programs = Files.createDirectories(folder.resolve("programs"));
    program(
        "aws",
        "[ \"$1 $2\" = \"s3 cp\" ] && exec cp \""
            + store
            + "/${4##*/}\" \"$5\"\n"
            + "printf '<%s>' \"$@\" >>\""
            + folder
            + "/aws.log\"\n"
            + "case $2 in add-steps) echo s-1 ;; describe-step) cat \""
            + folder
            + "/state\" ;; esac");
    program("gsutil", "exec cp \"" + store + "/${3##*/}\" \"$4\"");
    program("gcloud", "printf '<%s>' \"$@\"");
    program("sudo", "exec \"$@\"");
    Map<String, String> node =
        Map.of(
            "PATH", programs + ":" + System.getenv("PATH"),
            "MUSTER_PACKAGES", folder.resolve("opt") + "",
            "MUSTER_POLL", "1");
    String bootstrap = scripts.resolve("emr-bootstrap.sh") + "";
    String s3 = "s3://bucket/" + tar.getFileName();
    for (int i = 0; i < 2; i++) {
      assertThat(exec(node, "sh", bootstrap, s3)).as(LAST.get()).isZero();
    }
    assertThat(exec(node, folder.resolve("opt/shop/current/bin/launch.sh") + "")).isZero();
    assertThat(exec(node, "sh", bootstrap, "s3://bucket/other-1-00.tar")).isEqualTo(1);
    Path wrong =
        store.resolve(
            tar.getFileName().toString().replaceFirst("-[0-9a-f]{16}", "-0123456789abcdef"));
    Files.copy(tar, wrong);
    assertThat(exec(node, "sh", bootstrap, "s3://bucket/" + wrong.getFileName())).isNotZero();

    String submit = folder.resolve("opt/shop/current/cloud/emr-submit.sh") + "";
    write("state", "COMPLETED\n");
    assertThat(exec(node, submit, "j-1", "a \"b\"", "c,d")).as(LAST.get()).isZero();
    assertThat(folder.resolve("aws.log"))
        .content()
        .contains("\"ActionOnFailure\":\"CANCEL_AND_WAIT\"", "\"a \\\"b\\\"\",\"c,d\"]}]");
    write("state", "FAILED\n");
    assertThat(exec(node, submit, "j-1")).isEqualTo(1);
    write("state", "RUNNING\n");
    Map<String, String> brief = new HashMap<>(node);
    brief.put("MUSTER_WAIT", "1");
    assertThat(exec(brief, submit, "j-1")).isEqualTo(69);

    String pig = folder.resolve("opt/shop/current/cloud/dataproc-submit.sh") + "";
    assertThat(exec(node, pig, "c", "r", "conf/pipeline.json")).isZero();
    assertThat(LAST.get())
        .contains("<--cluster=c><--region=r>", "current/bin/launch.sh conf/pipeline.json>");
    assertThat(exec(node, pig, "c", "r", "a b")).isEqualTo(64);
    // Dataproc's metadata program has a fixed place: the script is told another one.
    Path init = scripts.resolve("dataproc-init.sh");
    Path metadata = program("metadata", "echo gs://bucket/" + tar.getFileName());
    Files.writeString(
        init,
        Files.readString(init)
            .replace(
                "/usr/share/google/get_metadata_value attributes/muster-package", metadata + ""));
    Map<String, String> other = new HashMap<>(node);
    other.put("MUSTER_PACKAGES", folder.resolve("opt2") + "");
    assertThat(exec(other, "sh", init + "")).as(LAST.get()).isZero();
    assertThat(exec(other, folder.resolve("opt2/shop/current/bin/launch.sh") + "")).isZero();
  }

  private Path program(String name, String text) throws IOException {
    Path file = write("programs/" + name, "#!/bin/sh\n" + text + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
