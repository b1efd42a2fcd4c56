package dev.muster.protocol.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.protocol.ProtocolException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {

  @TempDir Path folder;

  @Test
  void filesComeOutAsTheyWentIn() throws IOException {
    Path script = Files.writeString(folder.resolve("run.sh"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path empty = Files.writeString(folder.resolve("empty"), "");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Bundle.write(new TreeMap<>(Map.of("project/a/ü run.sh", script, "project/empty", empty)), out);
    Path target = Files.createDirectory(folder.resolve("target"));
    Bundle.extract(new ByteArrayInputStream(out.toByteArray()), target);
    assertThat(target.resolve("project/a/ü run.sh")).hasContent("#!/bin/sh\n").isExecutable();
    assertThat(target.resolve("project/empty")).isEmptyFile();
    assertThat(Files.getPosixFilePermissions(target.resolve("project/empty")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void pathThatLeavesTheFolderIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("x"), "x");
    Path target = Files.createDirectory(folder.resolve("target"));
    for (String path : new String[] {"../y", "a/../../y", "/tmp/y", "."}) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Bundle.write(Map.of(path, file), out);
      assertThatThrownBy(() -> Bundle.extract(new ByteArrayInputStream(out.toByteArray()), target))
          .as(path)
          .isInstanceOf(ProtocolException.class);
    }
    assertThat(folder.resolve("y")).doesNotExist();
  }

  @Test
  void cutBundleIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("x"), "content");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Bundle.write(Map.of("x", file), out);
    Path target = Files.createDirectory(folder.resolve("target"));
    assertThatThrownBy(
            () ->
                Bundle.extract(
                    new ByteArrayInputStream(out.toByteArray(), 0, out.size() - 6), target))
        .isInstanceOf(IOException.class);
  }
}
