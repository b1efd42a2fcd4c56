package dev.muster.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files arrive on hosts as they are. */
class HostInstallTest {

  @TempDir Path folder;

  @Test
  void filesAreInstalledAsTheyAreAndASecondTimeNothingChanges() throws Exception {
    List<HostFile> files =
        List.of(
            new HostFile("conf/a", "600", "no end of line\n\n  $(x) `y` \"z\" '\\\n\tlast ü"),
            new HostFile("b.sh", "700", "#!/bin/sh\n"),
            new HostFile("empty", "600", ""));
    assertThat(install(files)).isEqualTo("changed\n");
    Path base = folder.resolve("it's here");
    for (HostFile file : files) {
      assertThat(Files.readString(base.resolve(file.path()))).isEqualTo(file.content());
    }
    assertThat(Files.getPosixFilePermissions(base.resolve("conf/a"))).hasSize(2);
    assertThat(Files.getPosixFilePermissions(base.resolve("b.sh"))).hasSize(3);
    assertThat(install(files)).isEmpty();
    assertThat(install(List.of(new HostFile("b.sh", "700", "#!/bin/sh\n#\n"))))
        .isEqualTo("changed\n");
  }

  @Test
  void aFileThatIsCutOffDoesNotAppear() throws Exception {
    install(List.of(new HostFile("conf", "600", "old and whole\n")));
    byte[] bytes = HostInstall.bytes(List.of(new HostFile("conf", "600", "new and whole\n")));

    Process process = start(Arrays.copyOf(bytes, bytes.length - 3));

    assertThat(process.waitFor()).isEqualTo(74);
    assertThat(folder.resolve("it's here/conf")).hasContent("old and whole\n");
  }

  private String install(List<HostFile> files) throws Exception {
    Process process = start(HostInstall.bytes(files));
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private Process start(byte[] input) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", HostScripts.text("install.sh"), "sh", "it's here");
    builder.environment().put("HOME", folder.toString());
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().write(input);
    process.getOutputStream().close();
    return process;
  }
}
