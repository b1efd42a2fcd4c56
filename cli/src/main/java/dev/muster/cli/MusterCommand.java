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
public abstract class MusterCommand implements Callable<Integer> {

  @Mixin CommonOptions common = new CommonOptions();

  @Spec @Nullable CommandSpec spec;

  private final CliContext context;

  /** Made by picocli's caller; nothing is read before the call. */
  protected MusterCommand(CliContext context) {
    this.context = context;
  }

  /** What commands work with. */
  protected CliContext context() {
    return context;
  }

  /** Where to print, as the common options say. */
  protected Console console() {
    return new Console(context.terminal(), common);
  }

  /** Whether {@code --} stands in the command line: what is behind it is to be taken as it is. */
  protected boolean hasDashes() {
    CommandSpec own = spec;
    return own != null && own.commandLine().getParseResult().originalArgs().contains("--");
  }

  /** Whether every question is answered with yes. */
  protected boolean yes() {
    return common.yes;
  }

  /** A folder that the user named, by its real path when it is there. */
  protected Path folder(Path named) {
    Path absolute = context.folder().resolve(named);
    try {
      return absolute.toRealPath();
    } catch (IOException missing) {
      return absolute.normalize();
    }
  }

  /** Wrong usage: the message, and where the help is. */
  protected ParameterException usage(String message) {
    CommandSpec own = spec;
    if (own == null) {
      throw new IllegalStateException("not made by picocli");
    }
    return new ParameterException(own.commandLine(), message);
  }
}
