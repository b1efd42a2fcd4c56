package dev.muster.cli;

/** A command that only has subcommands: without one it shows its help and fails as wrong usage. */
abstract class CommandGroup extends MusterCommand {

  CommandGroup(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    throw usage("a subcommand is missing");
  }
}
