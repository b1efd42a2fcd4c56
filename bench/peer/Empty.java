import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** The least that an application can do: it has an executor run one task. */
public final class Empty {
  public static void main(String[] args) {
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("empty"))) {
      spark.parallelize(java.util.List.of(1), 1).count();
    }
  }
}
