package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Packages that are wrong, or cannot be made: said with the right code, and nothing is left. */
@Timeout(300)
class PackageBadInputIT extends PackageLab {

  @Test
  void refusesWhatIsWrongWithTheRightCode() throws IOException {
    write("shop/.env", "TOKEN=x");
    fails(65, ".env would be packed", "package", "build", "shop");
    Files.delete(project.resolve(".env"));
    fails(65, "there is no folder", "package", "build", "none");
    fails(
        65,
        "org.example:none",
        "package",
        "build",
        "shop",
        "--jars",
        "org.example:none:1",
        "-o",
        "a");
    fails(64, "--python takes", "package", "build", "shop", "--python", "three");
    fails(64, "--platform needs", "package", "build", "shop", "--platform", "any");
    fails(64, "Sedona has versions", "package", "build", "shop", "--sedona", "x");
    fails(65, "there is no folder", "package", "build", "shop", "-o", "none/a.tar");
    done("package", "build", "shop", "-o", "good.tar");
    fails(75, "is there already", "package", "build", "shop", "-o", "good.tar");
    byte[] bytes = Files.readAllBytes(folder.resolve("good.tar"));
    int at = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("print('first'");
    bytes[at] ^= 1;
    Files.write(folder.resolve("bad.tar"), bytes);
    fails(65, "code/main.py has not the sha256", "package", "verify", "bad.tar");
    fails(65, "code/main.py", "package", "install", "bad.tar", "--into", "apps");
    assertThat(folder.resolve("apps/shop")).isEmptyDirectory();
    fails(65, "code/main.py", "package", "push", "bad.tar", folder);
    fails(65, "it is no package", "package", "verify", write("junk", "junk"));
    fails(65, "there is no file", "package", "inspect", "none.tar");
    fails(64, "say where", "package", "install", "good.tar");
    fails(65, "there is no package", "package", "restore", "shop", "--into", "apps/none");
    write("key", "no key");
    fails(65, "no private key", "package", "build", "shop", "-o", "s.tar", "--sign", "key");
    fails(65, "is not signed", "package", "verify", "good.tar", "--trusted-key", "key");
  }

  /** What an archive from anywhere may try; GNU tar packs it when it is told to. */
  @Test
  void nothingOfAPackageLeadsOutOfIt() throws Exception {
    done("package", "build", "shop", "-o", "good.tar");
    write("evil", "evil\n");
    Path inside = Files.createDirectories(folder.resolve("inside"));
    for (String name : List.of("../evil", folder.resolve("evil") + "")) {
      Files.copy(
          folder.resolve("good.tar"),
          folder.resolve("bad.tar"),
          StandardCopyOption.REPLACE_EXISTING);
      assertThat(
              exec(
                  Map.of(), "tar", "-C", inside + "", "-rPf", folder.resolve("bad.tar") + "", name))
          .as(LAST.get())
          .isZero();
      Files.writeString(folder.resolve("evil"), "as it was\n");
      fails(65, "leads out of the archive: " + name, "package", "verify", "bad.tar");
      fails(65, "leads out of the archive", "package", "install", "bad.tar", "--into", "apps");
      fails(65, "leads out of the archive", "package", "push", "bad.tar", folder);
      assertThat(folder.resolve("evil")).hasContent("as it was");
      assertThat(folder.resolve("apps/shop")).isEmptyDirectory();
      assertThat(folder.resolve("apps/evil")).doesNotExist();
    }
  }

  /** What the login page of a hotel, or a company's proxy, does. */
  @Test
  void aMirrorThatAnswersHtmlIsNotBelieved() throws Exception {
    HttpServer html =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    byte[] page = "<html><body>Please log in</body></html>".getBytes(StandardCharsets.UTF_8);
    html.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    html.start();
    try {
      String settings = Files.readString(folder.resolve("user/.m2/settings.xml"));
      write(
          "user/.m2/settings.xml",
          settings.replace(
              maven.url() + "", "http://127.0.0.1:" + html.getAddress().getPort() + "/"));
      fails(
          65,
          "org.example:lib:1.0",
          "package",
          "build",
          "shop",
          "--jars",
          "org.example:lib:1.0",
          "-o",
          "no.tar");
      assertThat(folder.resolve("no.tar")).doesNotExist();
      assertThat(done("distribution", "list").out()).doesNotContain("org.example");
    } finally {
      html.stop(0);
    }
  }

  @Test
  void aFullDiskIsSaidAndNothingHalfIsLeft() throws Exception {
    Assumptions.assumeTrue(
        exec(Map.of(), "unshare", "--mount", "true") == 0, "small disks are made by root alone");
    byte[] big = new byte[3 << 20];
    new Random(1).nextBytes(big);
    Files.write(project.resolve("big.bin"), big);
    done("package", "build", "shop", "-o", "good.tar");
    Path disk = Files.createDirectories(folder.resolve("disk"));
    String small =
        "mount -t tmpfs -o size=2m none \"$0\" && { \"$@\"; code=$?; ls -A \"$0\"; exit $code; }";
    List<String> before = List.of("unshare", "--mount", "sh", "-c", small, disk + "");
    for (List<Object> words :
        List.<List<Object>>of(
            List.of("package", "build", "shop", "-o", "disk/no.tar"),
            List.of("package", "install", "good.tar", "--into", "disk"))) {
      try (MusterProcess process =
          MusterProcess.start(folder.resolve("home"), folder, Map.of(), before, words.toArray())) {
        MusterRun run = process.end();
        assertThat(run.code()).as(run.out()).isEqualTo(75);
        assertThat(run.out())
            .contains("disk is full", "make room")
            .doesNotContain("Exception", ".fresh", "no.tar\n");
      }
    }
  }
}
