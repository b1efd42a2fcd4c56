package dev.muster.diagnosis.cause;

/**
 * Why a program failed.
 *
 * @param kind of failure
 * @param summary one line for people
 * @param evidence the line of the log that says so, shortened; the exit code where no line does
 * @param fix what to do
 */
public record RootCause(Kind kind, String summary, String evidence, String fix) {

  /** Kinds of failure that have a fix of their own. */
  public enum Kind {
    DISK_FULL,
    CONTAINER_KILLED,
    DRIVER_MEMORY,
    EXECUTOR_MEMORY,
    WRONG_JAVA,
    WRONG_PYTHON,
    MISSING_CLASS,
    ACCESS_DENIED,
    NOT_FOUND,
    OUTPUT_EXISTS,
    PORT_TAKEN,
    CONNECTION_REFUSED,
    LOST_EXECUTOR,
    KILLED,
    /** An exception that the program or Spark threw. */
    EXCEPTION
  }
}
