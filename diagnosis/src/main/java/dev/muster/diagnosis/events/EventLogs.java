package dev.muster.diagnosis.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads event logs as streams: a file for each application, or a folder {@code eventlog_v2_…} of
 * rolled ones (Spark's documentation, "Monitoring and Instrumentation"). Logs that are compressed
 * are named, not read.
 */
public final class EventLogs {

  private static final Pattern ROLLED = Pattern.compile("events_([0-9]{1,9})_.*");
  private static final Pattern COMPACTED = Pattern.compile(".*\\.compact");
  private static final Pattern COMPRESSED = Pattern.compile(".*\\.(zstd|lz4|lzf|snappy)(\\..*)?");
  private static final String ROLLED_FOLDER = "eventlog_v2_";

  /** One step may make many contexts; more are not read. */
  private static final int MOST_APPLICATIONS = 100;

  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .rootValueSeparator("")
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private EventLogs() {}

  /**
   * The applications of a folder that is {@code spark.eventLog.dir}, by name; empty when it is not
   * there.
   *
   * @throws IOException when it cannot be listed
   */
  public static List<ApplicationFigures> read(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> logs;
    try (Stream<Path> found = Files.list(folder)) {
      logs =
          found
              .filter(log -> !name(log).startsWith("."))
              .sorted(Comparator.comparing(EventLogs::name))
              .limit(MOST_APPLICATIONS)
              .toList();
    }
    List<ApplicationFigures> applications = new ArrayList<>();
    for (Path log : logs) {
      applications.add(application(log));
    }
    return applications;
  }

  private static ApplicationFigures application(Path log) throws IOException {
    boolean rolled = Files.isDirectory(log);
    String name = name(log);
    Collector collector =
        new Collector(
            (rolled && name.startsWith(ROLLED_FOLDER)
                    ? name.substring(ROLLED_FOLDER.length())
                    : name)
                .replaceFirst("\\.inprogress$", ""));
    String note = null;
    for (Path file : rolled ? parts(log) : List.of(log)) {
      String problem = read(file, collector);
      note = note == null ? problem : note;
    }
    return collector.figures(note);
  }

  /** The parts in order; what a compacted one holds is not read twice. */
  private static List<Path> parts(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all =
          files
              .filter(file -> ROLLED.matcher(name(file)).matches())
              .sorted(Comparator.comparingInt(EventLogs::number))
              .toList();
      int from =
          all.stream()
              .filter(file -> COMPACTED.matcher(name(file)).matches())
              .mapToInt(EventLogs::number)
              .max()
              .orElse(0);
      return all.stream()
          .filter(
              file ->
                  number(file) > from
                      || (number(file) == from && COMPACTED.matcher(name(file)).matches())
                      || from == 0)
          .toList();
    }
  }

  private static int number(Path file) {
    Matcher rolled = ROLLED.matcher(name(file));
    return rolled.matches() ? Integer.parseInt(rolled.group(1)) : 0;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /** Adds a file's events; what is wrong with it, or null. */
  private static @Nullable String read(Path file, Collector collector) {
    Matcher compressed = COMPRESSED.matcher(name(file));
    if (compressed.matches()) {
      return name(file)
          + " is compressed ("
          + compressed.group(1)
          + ") and was not read: --conf spark.eventLog.compress=false";
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        JsonParser json = JSON.createParser(in)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token != JsonToken.START_OBJECT) {
          return name(file) + " is no event log";
        }
        collector.add(Event.read(json));
      }
      return null;
    } catch (JsonProcessingException e) {
      return name(file) + " is cut off or damaged in line " + line(e);
    } catch (IOException e) {
      return name(file) + " cannot be read: " + e.getMessage();
    }
  }

  private static int line(JsonProcessingException e) {
    return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
  }
}
