package dev.muster.session;

import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkContext$;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** The Spark context of this JVM, which steps make and may leave open. */
final class Contexts {

  private static final String SESSION = "org.apache.spark.sql.SparkSession";

  private Contexts() {}

  static String version() {
    return org.apache.spark.package$.MODULE$.SPARK_VERSION();
  }

  /** The one that is open. */
  static @Nullable SparkContext open() {
    Option<SparkContext> active = SparkContext$.MODULE$.getActive();
    SparkContext context = active.isEmpty() ? null : active.get();
    return context == null || context.isStopped() ? null : context;
  }

  /** Stops the one that is open. */
  static void stop() {
    SparkContext context = open();
    if (context != null) {
      context.stop();
    }
    forgetSessions();
  }

  /**
   * Makes the next step's session a new one on the same context: temporary views and settings of
   * SQL do not go on, and what was cached is given back.
   */
  static void tidy(SparkContext context) {
    forgetSessions();
    JavaSparkContext java = JavaSparkContext.fromSparkContext(context);
    Map<Integer, ?> kept = java.getPersistentRDDs();
    kept.keySet().forEach(id -> context.unpersistRDD(id, false));
    java.clearJobGroup();
  }

  /** SQL may not be there: then there are no sessions. */
  private static void forgetSessions() {
    for (String method : new String[] {"clearActiveSession", "clearDefaultSession"}) {
      try {
        Class.forName(SESSION, true, Contexts.class.getClassLoader())
            .getMethod(method)
            .invoke(null);
      } catch (ClassNotFoundException | NoClassDefFoundError e) {
        return;
      } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("this Spark's sessions are not known: " + e, e);
      }
    }
  }
}
