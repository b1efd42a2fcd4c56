package dev.muster.spark;

import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/**
 * A small application that touches what most do, run once for each distribution of Spark while Java
 * notes which classes were loaded: later drivers find them in a class-data archive and start
 * sooner. Its files are below {@code java.io.tmpdir}, which is removed afterwards.
 */
public final class Training {

  private static final int PARTS = 2;

  private Training() {}

  /** Runs jobs on the core of Spark, and some on its SQL where that is present. */
  public static void main(String[] args) throws ReflectiveOperationException {
    Path folder = Paths.get(System.getProperty("java.io.tmpdir"));
    try (JavaSparkContext context = new JavaSparkContext(new SparkConf())) {
      core(context, folder.resolve("lines").toString());
      sql(folder.resolve("rows").toString());
    }
  }

  /** Text read and written, sorted, joined and counted. */
  private static void core(JavaSparkContext context, String folder) {
    context.parallelize(Arrays.asList("a,1", "b,2", "a,3"), PARTS).saveAsTextFile(folder);
    LongAccumulator read = context.sc().longAccumulator("read");
    JavaRDD<String> lines =
        context
            .textFile(folder)
            .filter(line -> !line.isEmpty())
            .map(
                line -> {
                  read.add(1);
                  return line;
                })
            .cache();
    JavaPairRDD<String, Integer> sums =
        lines
            .mapToPair(line -> new Tuple2<>(line.substring(0, 1), line.length()))
            .reduceByKey(Integer::sum);
    sums.join(sums.mapValues(n -> n + 1)).groupByKey().collectAsMap();
    context.emptyRDD().union(lines.distinct().map(line -> (Object) line)).count();
    lines.sortBy(line -> line, true, PARTS).saveAsTextFile(folder + "-sorted");
    context.broadcast(folder).destroy();
  }

  /** This program is compiled without Spark's SQL. */
  private static void sql(String folder) throws ReflectiveOperationException {
    Class<?> type;
    try {
      type = Class.forName("org.apache.spark.sql.SparkSession");
    } catch (ClassNotFoundException e) {
      return; // a Spark without it
    }
    Object builder = type.getMethod("builder").invoke(null);
    Object session = builder.getClass().getMethod("getOrCreate").invoke(builder);
    for (String statement :
        Arrays.asList(
            "SELECT id % 3 AS k, COUNT(*) AS n, CAST(SUM(id) AS STRING) AS s"
                + " FROM range(0, 100, 1, 2) GROUP BY id % 3 ORDER BY k",
            "INSERT OVERWRITE DIRECTORY '" + folder + "' USING parquet SELECT id FROM range(10)",
            "SELECT a.id FROM parquet.`" + folder + "` a JOIN range(5) b ON a.id = b.id")) {
      Object rows = type.getMethod("sql", String.class).invoke(session, statement);
      rows.getClass().getMethod("collectAsList").invoke(rows);
    }
  }
}
