package dev.muster.examples.weather;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Tables of text lines in folders; written in one order, whatever the cluster. */
final class Tables {

  private final JavaSparkContext spark;

  Tables(JavaSparkContext spark) {
    this.spark = spark;
  }

  JavaSparkContext spark() {
    return spark;
  }

  JavaRDD<String> read(String folder) {
    return spark.textFile(folder);
  }

  /** Takes the place of what is there. */
  void write(JavaRDD<String> lines, String folder, int parts) {
    remove(folder);
    lines.sortBy(line -> line, true, parts).saveAsTextFile(folder);
  }

  void write(List<String> lines, String folder) {
    remove(folder);
    spark.parallelize(lines, 1).saveAsTextFile(folder);
  }

  private void remove(String folder) {
    Path path = new Path(folder);
    try {
      FileSystem files = path.getFileSystem(spark.hadoopConfiguration());
      files.delete(path, true);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be replaced", e);
    }
  }
}
