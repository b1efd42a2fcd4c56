package dev.muster.config;

import dev.muster.config.language.LanguageFile;
import dev.muster.config.schema.Option;
import dev.muster.config.schema.OptionTypes;
import dev.muster.config.schema.Schema;
import dev.muster.config.schema.Section;
import dev.muster.config.text.Problems;
import dev.muster.config.yaml.YamlValue;
import dev.muster.config.yaml.YamlValue.Kind;
import dev.muster.config.yaml.YamlValue.Scalar;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Muster's own settings, weakest first: built-in, {@code MUSTER_HOME/config.yaml}, environment.
 * Options of the command line come last, by {@link Setting#overriddenBy}.
 *
 * @param workers how many tasks at once; 0 for the cores of the machine
 * @param offline pip never asks an index
 * @param findLinks folders of wheels, absolute
 * @param logLimit bytes kept of what a task prints
 * @param inputCache bytes of inputs fetched from buckets that may stay after a run
 * @param leaseTerm how long a run belongs to a Muster that is not heard of
 * @param graceTime how long running tasks may take to end after the first Ctrl-C
 * @param ledger JDBC address of the ledger; none for SQLite in MUSTER_HOME
 * @param noColor prints without colours
 */
public record Settings(
    Setting<Integer> workers,
    Setting<Boolean> offline,
    Setting<List<String>> findLinks,
    Setting<Long> logLimit,
    Setting<Long> inputCache,
    Setting<Duration> leaseTerm,
    Setting<Duration> graceTime,
    Setting<String> ledger,
    Setting<Boolean> noColor) {

  /** The name of the file in MUSTER_HOME. */
  public static final String FILE = "config.yaml";

  /** Most workers of one machine. */
  private static final int MOST_WORKERS = 4096;

  static final Option<Integer> WORKERS =
      Option.of(
              "workers",
              OptionTypes.number(0, MOST_WORKERS, 4),
              "How many tasks at once on this machine; 0 for its cores.")
          .orElse(0, "0")
          .variable("MUSTER_WORKERS");

  static final Option<Boolean> OFFLINE =
      Option.of(
              "offline",
              OptionTypes.BOOLEAN,
              "pip never asks an index: requirements come from find_links and the project's"
                  + " `wheels/`.")
          .orElse(false, "false")
          .variable("MUSTER_OFFLINE");

  static final Option<List<String>> FIND_LINKS =
      Option.of(
              "find_links",
              OptionTypes.oneOrMore(
                  OptionTypes.text("folder", "a folder of wheels", "/srv/wheels"), "[/srv/wheels]"),
              "Folders of wheels for pip; in the file relative to MUSTER_HOME, in the variable"
                  + " separated by `:`.")
          .orElse(List.of(), "none")
          .variable("MUSTER_FIND_LINKS");

  static final Option<Long> LOG_LIMIT =
      Option.of(
              "log_limit",
              OptionTypes.SIZE,
              "How much is kept of what a task prints; the middle of more is cut.")
          .orElse(1L << 20, "1MiB")
          .variable("MUSTER_LOG_LIMIT");

  static final Option<Long> INPUT_CACHE =
      Option.of(
              "input_cache",
              OptionTypes.SIZE,
              "How much may stay in `MUSTER_HOME/cache/inputs` after a run of the inputs that it"
                  + " fetched from buckets; those not used for the longest time go first.")
          .orElse(20L << 30, "20GiB")
          .variable("MUSTER_INPUT_CACHE");

  static final Option<Duration> LEASE_TERM =
      Option.of(
              "lease_term",
              OptionTypes.DURATION,
              "How long a run still belongs to a Muster that is not heard of any more.")
          .orElse(Duration.ofSeconds(30), "30s")
          .variable("MUSTER_LEASE_TERM");

  static final Option<Duration> GRACE_TIME =
      Option.of(
              "grace_time",
              OptionTypes.DURATION,
              "How long running tasks may take to end after the first Ctrl-C.")
          .orElse(Duration.ofSeconds(10), "10s")
          .variable("MUSTER_GRACE_TIME");

  static final Option<String> LEDGER =
      Option.of(
              "ledger",
              OptionTypes.text("JDBC address", "a JDBC address", "jdbc:postgresql://host/muster"),
              "Where the ledger is. User and password come from the environment or `~/.pgpass`.")
          .orElseShown("SQLite in MUSTER_HOME")
          .hidden()
          .variable("MUSTER_LEDGER");

  static final Option<Boolean> NO_COLOR =
      Option.of("no_color", OptionTypes.PRESENCE, "Prints without colours.")
          .orElse(false, "false")
          .variable("NO_COLOR");

  /** The keys of the file. */
  public static final Schema SCHEMA =
      Schema.of(
          "config.yaml in MUSTER_HOME",
          WORKERS,
          OFFLINE,
          FIND_LINKS,
          LOG_LIMIT,
          INPUT_CACHE,
          LEASE_TERM,
          GRACE_TIME,
          LEDGER,
          NO_COLOR);

  /**
   * Reads the settings.
   *
   * @param home MUSTER_HOME; neither it nor its file need be there
   * @param environment the process environment, by name
   * @throws dev.muster.spi.ProblemsException CONFIGURATION with everything that is wrong
   */
  public static Settings load(Path home, Function<String, @Nullable String> environment) {
    Path file = home.resolve(FILE);
    Problems problems = new Problems(file);
    YamlValue.Mapping mapping =
        Files.exists(file)
            ? LanguageFile.readMappingOrNothing(file, Map.of(), problems)
                .orElse(new YamlValue.Mapping(List.of(), 0))
            : new YamlValue.Mapping(List.of(), 0);
    Problems ofEnvironment = new Problems(null);
    Reader reader =
        new Reader(
            home,
            file,
            problems,
            new Section(SCHEMA, mapping, "", problems),
            environment,
            ofEnvironment);
    Settings settings =
        new Settings(
            reader.read(WORKERS),
            reader.read(OFFLINE),
            reader.absolute(reader.read(FIND_LINKS)),
            reader.read(LOG_LIMIT),
            reader.read(INPUT_CACHE),
            reader.read(LEASE_TERM),
            reader.read(GRACE_TIME),
            reader.read(LEDGER),
            reader.read(NO_COLOR));
    ofEnvironment.inOrder().forEach(problems::add);
    problems.throwIfAny();
    return settings;
  }

  /** All settings, in the order of the reference. */
  public List<Setting<?>> all() {
    return List.of(
        workers, offline, findLinks, logLimit, inputCache, leaseTerm, graceTime, ledger, noColor);
  }

  /** The folders of wheels. */
  public List<Path> findLinkFolders() {
    return findLinks.value().stream().map(Path::of).toList();
  }

  /** Chooses between the file and the environment. */
  private record Reader(
      Path home,
      Path file,
      Problems problems,
      Section section,
      Function<String, @Nullable String> environment,
      Problems ofEnvironment) {

    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+");
    private static final Pattern BOOLEAN = Pattern.compile("(?i)true|false|yes|no|on|off");

    <T> Setting<T> read(Option<T> option) {
      Optional<T> inFile = section.find(option);
      String variable = option.variable();
      String text = variable == null ? null : environment.apply(variable);
      if (variable != null && text != null && !text.isEmpty()) {
        T value = option.type().read(variable, value(option, text), ofEnvironment).orElse(null);
        return new Setting<>(option, value, new Setting.Source.Variable(variable));
      }
      return new Setting<>(
          option,
          inFile.orElse(null),
          section.has(option) ? source(section.line(option)) : new Setting.Source.BuiltIn());
    }

    private Setting.Source source(int line) {
      Path of = problems.fileOf(line);
      return new Setting.Source.FileLine(of == null ? file : of, problems.numberOf(line));
    }

    Setting<List<String>> absolute(Setting<List<String>> folders) {
      boolean fromFile = folders.source() instanceof Setting.Source.FileLine;
      List<String> absolute =
          folders.find().orElse(List.of()).stream()
              .map(text -> fromFile ? home.resolve(text) : Path.of(text))
              .map(path -> path.toAbsolutePath().normalize().toString())
              .toList();
      return new Setting<>(folders.option(), absolute, folders.source());
    }

    private static YamlValue value(Option<?> option, String text) {
      if (option.key().equals(FIND_LINKS.key())) {
        return new YamlValue.Sequence(
            Stream.of(text.split(File.pathSeparator))
                .filter(part -> !part.isEmpty())
                .<YamlValue>map(part -> new Scalar(part, Kind.TEXT, 0))
                .toList(),
            0);
      }
      if (NUMBER.matcher(text).matches()) {
        return new Scalar(text, Kind.WHOLE_NUMBER, 0);
      }
      return new Scalar(text, BOOLEAN.matcher(text).matches() ? Kind.BOOLEAN : Kind.TEXT, 0);
    }
  }
}
