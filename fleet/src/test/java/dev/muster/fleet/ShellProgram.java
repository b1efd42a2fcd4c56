package dev.muster.fleet;

import dev.muster.model.HostAddress;
import dev.muster.spi.fleet.Fleet;
import dev.muster.spi.fleet.FleetAccess;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A program with standard streams of its own: folder, configuration, PATH, host, command. */
final class ShellProgram {

  private ShellProgram() {}

  public static void main(String[] args) throws Exception {
    Map<String, String> environment = args[2].isEmpty() ? Map.of() : Map.of("PATH", args[2]);
    int code;
    try (Fleet fleet =
        new SshFleets(Path.of(args[0]), "nobody", environment)
            .open(FleetAccess.builder().sshConfig(Path.of(args[1])).build())) {
      List<String> argv = Arrays.asList(args).subList(4, args.length);
      code = fleet.shell(HostAddress.of(args[3]), argv);
    }
    System.exit(code);
  }
}
