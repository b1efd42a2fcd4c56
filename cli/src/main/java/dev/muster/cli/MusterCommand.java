package dev.muster.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * What all commands share: the common options, where to print, and how to say that usage is wrong.
 */
abstract class MusterCommand implements Callable<Integer> {

  @Mixin CommonOptions common = new CommonOptions();

  @Spec @Nullable CommandSpec spec;

  private final CliContext context;

  MusterCommand(CliContext context) {
    this.context = context;
  }

  CliContext context() {
    return context;
  }

  Console console() {
    return new Console(context.terminal(), common);
  }

  /** A folder that the user named, by its real path when it is there. */
  Path folder(Path named) {
    Path absolute = context.folder().resolve(named);
    try {
      return absolute.toRealPath();
    } catch (IOException missing) {
      return absolute.normalize();
    }
  }

  ParameterException usage(String message) {
    CommandSpec own = spec;
    if (own == null) {
      throw new IllegalStateException("not made by picocli");
    }
    return new ParameterException(own.commandLine(), message);
  }
}
