package dev.muster.spark;

import java.util.Arrays;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A small application that touches what most do, run once for each distribution of Spark while Java
 * notes which classes were loaded: later drivers find them in a class-data archive and start
 * sooner.
 */
public final class Training {

  private static final int PARTS = 2;

  private Training() {}

  /** Runs a job on the core of Spark, and one on its SQL where that is present. */
  public static void main(String[] args) throws ReflectiveOperationException {
    try (JavaSparkContext context = new JavaSparkContext(new SparkConf())) {
      context.parallelize(Arrays.asList(1, 2, 3, 4), PARTS).map(n -> n * 2).distinct().collect();
      sql();
    }
  }

  /** This program is compiled without Spark's SQL. */
  private static void sql() throws ReflectiveOperationException {
    Class<?> type;
    try {
      type = Class.forName("org.apache.spark.sql.SparkSession");
    } catch (ClassNotFoundException e) {
      return; // a Spark without it
    }
    Object builder = type.getMethod("builder").invoke(null);
    Object session = builder.getClass().getMethod("getOrCreate").invoke(builder);
    Object rows =
        type.getMethod("sql", String.class)
            .invoke(
                session,
                "SELECT id % 3 AS k, COUNT(*) AS n, CAST(SUM(id) AS STRING) AS s"
                    + " FROM range(0, 100, 1, 2) GROUP BY id % 3 ORDER BY k");
    rows.getClass().getMethod("collectAsList").invoke(rows);
  }
}
