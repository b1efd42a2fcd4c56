package dev.muster.examples.weather;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Runs one component: {@code Main COMPONENT_ID GENERAL_INI COMPONENT_INI}. Exit code 0, or 2 after
 * critical quality warnings; anything else is an exception.
 */
public final class Main {

  /** What a component does; true when its warnings are critical. */
  interface Component {
    boolean run(Tables tables, Ini config);
  }

  private static final Map<String, Component> COMPONENTS =
      new TreeMap<>(
          Map.of(
              "Ingest", Ingest::run,
              "Clean", Clean::run,
              "QualityWarnings", QualityWarnings::run,
              "Monthly", Monthly::run,
              "Extremes", Extremes::run,
              "Export", Export::run));

  private Main() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 3 || !COMPONENTS.containsKey(args[0])) {
      throw new IllegalArgumentException(
          "COMPONENT_ID GENERAL_INI COMPONENT_INI, where COMPONENT_ID is one of "
              + COMPONENTS.keySet()
              + ", not "
              + String.join(" ", args));
    }
    Ini config = Ini.read(Path.of(args[1]), Path.of(args[2]));
    SparkConf conf = new SparkConf();
    config
        .section("Spark")
        .forEach(
            (key, value) -> {
              if (!key.equals("session_name")) {
                conf.set(key, value);
              }
            });
    conf.setAppName(config.text("Spark", "session_name") + " " + args[0]);
    conf.setIfMissing("spark.master", "local[2]");
    boolean critical;
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      critical = COMPONENTS.get(args[0]).run(new Tables(spark), config);
    }
    if (critical) {
      System.exit(2);
    }
  }
}
