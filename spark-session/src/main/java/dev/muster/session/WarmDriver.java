package dev.muster.session;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.deploy.SparkSubmit;

/**
 * The program. Its arguments are options of spark-submit, without a class and without an
 * application; spark-submit itself reads them, in this JVM, and then calls {@link StepLoop}.
 *
 * <p>The JVM's own output is kept for answers; what anyone prints to {@code System.out} and {@code
 * System.err} goes to the log of the step at work, between steps to the JVM's error output.
 */
public final class WarmDriver {

  /**
   * Spark's name for no application ({@code SparkLauncher.NO_RESOURCE}): this class is on the class
   * path, and a jar that was named would go to every executor, which has no use for it.
   */
  private static final String NO_JAR = "spark-internal";

  private WarmDriver() {}

  /** Ends when its input ends, or when it is asked to. */
  public static void main(String[] args) {
    Replies replies = new Replies(new FileOutputStream(FileDescriptor.out));
    StepOutput output = new StepOutput(new FileOutputStream(FileDescriptor.err));
    PrintStream printed = new PrintStream(output, true, StandardCharsets.UTF_8);
    System.setOut(printed);
    System.setErr(printed);
    StepLoop.Parts.given = new StepLoop.Parts(replies, output, ExitTrap.install());
    List<String> submit = new ArrayList<>(List.of(args));
    submit.addAll(List.of("--class", StepLoop.class.getName(), NO_JAR));
    SparkSubmit.main(submit.toArray(new String[0]));
  }
}
