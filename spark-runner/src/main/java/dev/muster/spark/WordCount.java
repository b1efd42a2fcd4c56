package dev.muster.spark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** An application that tries a Spark: counts the words of a file of the driver's machine. */
public final class WordCount {

  private static final int PARTS = 4;

  private WordCount() {}

  /**
   * Counts.
   *
   * @param args the text, and the file that gets a word, a tabulator and its number on each line
   */
  public static void main(String[] args) throws IOException {
    Path text = Paths.get(args[0]);
    List<String> lines = Files.readAllLines(text, StandardCharsets.UTF_8);
    StringBuilder counted = new StringBuilder();
    try (JavaSparkContext spark =
        new JavaSparkContext(new SparkConf().setAppName("muster word count"))) {
      Map<String, Long> counts =
          spark
              .parallelize(lines, PARTS)
              .flatMap(line -> Arrays.asList(line.split(" ", -1)).iterator())
              .countByValue();
      new TreeMap<>(counts)
          .forEach((word, count) -> counted.append(word).append('\t').append(count).append('\n'));
    }
    Files.write(Paths.get(args[1]), counted.toString().getBytes(StandardCharsets.UTF_8));
  }
}
