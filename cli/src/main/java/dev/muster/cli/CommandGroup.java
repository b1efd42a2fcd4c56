package dev.muster.cli;

/** A command that only has subcommands: without one it shows its help and fails as wrong usage. */
public abstract class CommandGroup extends MusterCommand {

  protected CommandGroup(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    throw usage("a subcommand is missing");
  }
}
