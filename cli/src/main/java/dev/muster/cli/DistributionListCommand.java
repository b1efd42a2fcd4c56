package dev.muster.cli;

import dev.muster.spi.distribution.Distribution;
import dev.muster.spi.distribution.Distributions;
import dev.muster.spi.distribution.JarClosure;
import dev.muster.spi.distribution.KnownDistribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** {@code muster distribution list}. */
@Command(name = "list")
final class DistributionListCommand extends MusterCommand {

  DistributionListCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    Distributions distributions = context().services().get().distributions().get();
    List<Distribution> cached = distributions.list();
    Console console = console();
    Table table = new Table("distribution", "scala", "from", "files", "size", "digest");
    for (Distribution one : cached) {
      console.json(DistributionCommand.facts(one));
      table.row(
          one.name() + ":" + one.version(),
          one.scala(),
          one.origin().name().toLowerCase(Locale.ROOT),
          one.files().size(),
          Texts.bytes(one.size()),
          one.digest().substring(0, 8));
    }
    for (JarClosure one : distributions.closures()) {
      console.json(DistributionCommand.facts(one));
      table.row(
          DistributionCommand.shown(one),
          "",
          "jars",
          one.jars().size(),
          Texts.bytes(one.size()),
          one.digest().substring(0, 8));
    }
    if (table.isEmpty()) {
      console.say("no distribution is in the cache, and no jars of packages");
    } else {
      console.table(table);
    }
    for (KnownDistribution known : distributions.known()) {
      List<String> missing = new ArrayList<>(known.versions());
      cached.stream()
          .filter(one -> one.name().equals(known.name()))
          .forEach(one -> missing.remove(one.version()));
      if (!missing.isEmpty() && !console.json()) {
        console.say(
            "to be had with muster distribution fetch: "
                + String.join(
                    ", ", missing.stream().map(version -> known.name() + ":" + version).toList())
                + " (other versions, too)");
        console.say(known.note());
      }
    }
    return ExitCode.DONE.code();
  }
}
