package dev.muster.hosts;

import dev.muster.model.HostAddress;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.RemoteInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes each host's own files: they travel on the input, so no secret is in an argument. */
public final class HostInstall {

  private HostInstall() {}

  /**
   * The command that writes them.
   *
   * @param folder below the home
   * @param files by address
   */
  public static RemoteCommand command(String folder, Map<HostAddress, List<HostFile>> files) {
    RemoteInput input =
        host -> new ByteArrayInputStream(bytes(files.getOrDefault(host, List.of())));
    return RemoteCommand.of("sh", "-c", HostScripts.text("install.sh"), "sh", folder)
        .withInput(input);
  }

  /** Files as {@code install.sh} reads them. */
  public static byte[] bytes(List<HostFile> files) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (HostFile file : files) {
      byte[] content = file.bytes();
      String head = file.mode() + " " + content.length + " " + file.path() + "\n";
      out.write(head.getBytes(StandardCharsets.UTF_8));
      out.write(content);
    }
    return out.toByteArray();
  }
}
