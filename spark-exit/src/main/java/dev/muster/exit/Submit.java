package dev.muster.exit;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.exceptions.YarnException;

/**
 * The program beside spark-submit, for applications whose driver runs in a container: runs
 * spark-submit with the arguments behind the first two, and exits as the driver did. What it is
 * told by a signal to end before that has its application ended.
 *
 * <p>Arguments: the tag of the application, the {@link ExitFile}, words of spark-submit.
 */
public final class Submit {

  private static final String SUBMIT = "org.apache.spark.deploy.SparkSubmit";
  private static final int OWN_WORDS = 2;
  private static final long PAUSE_MILLIS = 1000;

  /** So long YARN may keep silent about an application that spark-submit has lost. */
  private static final long SILENCE_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final String tag;
  private final String file;
  private final AtomicBoolean over = new AtomicBoolean();

  private Submit(String tag, String file) {
    this.tag = tag;
    this.file = file;
  }

  /** Exits as the driver did; with 1 when nobody knows. */
  public static void main(String[] words) throws Exception {
    if (words.length <= OWN_WORDS) {
      throw new IllegalArgumentException("the arguments are a tag, a file, and spark-submit's");
    }
    Submit submit = new Submit(words[0], words[1]);
    Runtime.getRuntime().addShutdownHook(new Thread(submit::abandon, "end-application"));
    int status = submit.run(Arrays.copyOfRange(words, OWN_WORDS, words.length));
    submit.over.set(true);
    System.exit(status);
  }

  private int run(String[] words) throws Exception {
    try {
      Class.forName(SUBMIT).getMethod("main", String[].class).invoke(null, (Object) words);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      System.err.print("Exception in thread \"main\" ");
      cause.printStackTrace();
      return status();
    }
    removeFile();
    return 0;
  }

  /** What the driver wrote, else what YARN says. */
  private int status() throws InterruptedException {
    try (Application application = Application.of(tag)) {
      Optional<ApplicationReport> ended = await(application);
      if (!ended.isPresent()) {
        return 1;
      }
      if (Application.hasSucceeded(ended.get())) {
        removeFile();
        return 0;
      }
      OptionalInt written = readFile();
      return written.isPresent()
          ? written.getAsInt()
          : Application.told(String.valueOf(ended.get().getDiagnostics())).orElse(1);
    }
  }

  /** One that spark-submit has lost may live. */
  private static Optional<ApplicationReport> await(Application application)
      throws InterruptedException {
    long heard = System.nanoTime();
    while (true) {
      try {
        Optional<ApplicationReport> report = application.report();
        if (!report.isPresent() || !Application.isLiving(report.get())) {
          return report;
        }
        heard = System.nanoTime();
      } catch (IOException | YarnException e) {
        if (System.nanoTime() - heard > SILENCE_NANOS) {
          System.err.println("muster: nobody can say how the application stands: " + e);
          return Optional.empty();
        }
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  private OptionalInt readFile() {
    try (ExitFile written = ExitFile.at(file)) {
      OptionalInt status = written.read();
      written.remove();
      return status;
    } catch (IOException e) {
      System.err.println("muster: " + file + " cannot be read: " + e);
      return OptionalInt.empty();
    }
  }

  private void removeFile() {
    try (ExitFile written = ExitFile.at(file)) {
      written.remove();
    } catch (IOException e) {
      System.err.println("muster: " + file + " stays: " + e);
    }
  }

  /** A signal has ended this process before its application: it has lost its place, too. */
  private void abandon() {
    if (over.get()) {
      return;
    }
    try (Application application = Application.of(tag)) {
      application.kill();
    } catch (IOException | YarnException | RuntimeException e) {
      System.err.println("muster: the application tagged " + tag + " may go on: " + e);
    }
  }
}
