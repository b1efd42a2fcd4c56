package dev.muster.diagnosis.cause;

import dev.muster.diagnosis.cause.RootCause.Kind;
import java.util.List;

/**
 * The table. An earlier rule goes before a later one: what comes first here brings about what comes
 * after it. Lines are those of Spark 3.5 and 4, Hadoop 3.3 and 3.4, Java and Python, most of them
 * produced by the failure itself (the test's recordings).
 */
final class Rules {

  private static final String MEMORY_FIX =
      "give it more: --executor-memory, or --conf spark.executor.memoryOverhead=2g for what is outside of Java's heap";

  static final List<Rule> ALL =
      List.of(
          Rule.of(
              Kind.DISK_FULL,
              "No space left on device|Disk quota exceeded|DSQuotaExceededException|could only be written to 0 of the \\d+ minReplication",
              "a disk is full",
              "make room there, or let Spark use another one: --conf spark.local.dir=FOLDER"),
          Rule.of(
              Kind.CONTAINER_KILLED,
              "running beyond (?:the )?'?(\\w+)'? memory limit|Container killed (?:by YARN )?.*exceeding (\\w*) ?memory limits",
              "YARN killed a container: it used more {1}{2} memory than it had asked for",
              MEMORY_FIX),
          Rule.of(
              Kind.CONTAINER_KILLED,
              "OOMKilled|Reason: .*[Cc]ontainer.*exit (?:code|status):? ?137",
              "a container was killed from outside, most often because memory was short (137)",
              MEMORY_FIX),
          Rule.of(
              Kind.DRIVER_MEMORY,
              "(?:Exception in thread \"main\"|Terminating due to|ERROR .*Uncaught exception in thread .*(?:main|dispatcher|dag-scheduler|task-result).*) ?java\\.lang\\.OutOfMemoryError: ?(.*)",
              "the driver had no memory left: {1}",
              "give it more, --driver-memory 4g; do not collect() what is large"),
          Rule.of(
              Kind.DRIVER_MEMORY,
              "Total size of serialized results of \\d+ tasks \\((.*?)\\) is bigger than",
              "the results that were collected are too large for the driver: {1}",
              "write them instead of collect(); or --conf spark.driver.maxResultSize=4g with as much --driver-memory"),
          Rule.of(
              Kind.DRIVER_MEMORY,
              "INVALID_DRIVER_MEMORY\\] (.*)",
              "the driver has less memory than Spark needs at least: {1}",
              "--driver-memory 1g"),
          Rule.of(
              Kind.EXECUTOR_MEMORY,
              "INVALID_EXECUTOR_MEMORY\\] (.*)",
              "executors have less memory than Spark needs at least: {1}",
              "--executor-memory 1g"),
          Rule.of(
              Kind.EXECUTOR_MEMORY,
              "(?:Executor task launch worker|ERROR Executor|Lost task|TaskSetManager|ExecutorLostFailure|Job aborted|exit code 52).*java\\.lang\\.OutOfMemoryError:? ?(.*)|exited with (?:code|exit code) 52|SparkOutOfMemoryError(.*)|^java\\.lang\\.OutOfMemoryError: ?(.*)",
              "an executor had no memory left: {1}{2}{3}",
              "give it more, --executor-memory 4g (with a local master --driver-memory); or more partitions, so that each is smaller"),
          Rule.of(
              Kind.WRONG_JAVA,
              "UnsupportedClassVersionError: (\\S+) has been compiled by a more recent version of the Java Runtime \\(class file version (\\d+)",
              "{1} was compiled for a newer Java than the one that runs it (class files of version {2}: Java is that less 44)",
              "compile with --release 17 (Spark 3.5: 8, 11 or 17), or set JAVA_HOME to a newer Java"),
          Rule.of(
              Kind.WRONG_JAVA,
              "(getSubject is not supported|getSubject is supported only if a security manager is allowed)",
              "this Java is too new for this Spark: {1}",
              "set JAVA_HOME to Java 17 (Spark 4.1 and older do not run on Java 24 and later)"),
          Rule.of(
              Kind.WRONG_JAVA,
              "(?:IllegalAccessError|InaccessibleObjectException).*(?:cannot access class sun\\.|module java\\.base does not)",
              "Spark runs without the options that Java 17 needs for it",
              "start it by spark-submit or by Muster, or add --add-opens of Spark's JavaModuleOptions"),
          Rule.of(
              Kind.WRONG_PYTHON,
              "(?:PYTHON_VERSION_MISMATCH\\] )?Python in worker has different version:? ?(.*?)(?: than that in driver:? ?(.*?))?(?:,|$)",
              "Python of driver and executors differ: {1} {2}",
              "--conf spark.pyspark.python=PATH of the same Python on every host"),
          Rule.of(
              Kind.WRONG_PYTHON,
              "Cannot run program \"([^\"]*python[^\"]*)\"",
              "there is no Python at {1}",
              "--conf spark.pyspark.python=PATH of a Python that is on every host"),
          Rule.of(
              Kind.WRONG_PYTHON,
              "ModuleNotFoundError: No module named '([^']+)'",
              "Python has no module {1}",
              "install it where driver and executors run, or ship it: --py-files, a package of Muster's"),
          Rule.of(
              Kind.MISSING_CLASS,
              "Failed to load class ([\\w$]+(?:\\.[\\w$]+)*)",
              "the main class {1} is not in the jar",
              "name a class that is in it (jar tf FILE), or another jar"),
          Rule.of(
              Kind.MISSING_CLASS,
              "(?:ClassNotFoundException|NoClassDefFoundError): (?:Could not initialize class )?(?:Failed to find data source: )?([\\w./$]+)",
              "the class {1} is on no class path",
              "add the jar that has it: --jars FILE or --packages GROUP:ARTIFACT:VERSION"),
          Rule.of(
              Kind.MISSING_CLASS,
              "(NoSuchMethodError|NoSuchFieldError|AbstractMethodError|IncompatibleClassChangeError): (.*)",
              "two versions of a library, or of Scala, are mixed: {2}",
              "build against the versions that this Spark brings, or --conf spark.driver.userClassPathFirst=true with spark.executor.userClassPathFirst=true"),
          Rule.of(
              Kind.MISSING_CLASS,
              "No FileSystem for scheme \"?([\\w-]+)\"?",
              "Spark knows no file system {1}:",
              "add its jar: --packages org.apache.hadoop:hadoop-aws:VERSION for s3a, gcs-connector for gs"),
          Rule.of(
              Kind.ACCESS_DENIED,
              "((?:Status Code: 403|403 Forbidden|AccessDeniedException|AccessControlException|Permission denied|\\(Permission denied\\)|AccessDenied\\b|InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken).*)",
              "access was denied: {1}",
              "check credentials and rights of the user that runs it, on each host"),
          Rule.of(
              Kind.PORT_TAKEN,
              "(?:BindException: (.*)|Service '?(\\w+)'? (?:could not bind|failed after \\d+ retries))",
              "a port cannot be had: {1}{2}",
              "end what listens there, choose another port, or --conf spark.driver.bindAddress=ADDRESS of this machine"),
          Rule.of(
              Kind.CONNECTION_REFUSED,
              "All masters are unresponsive|((?:ConnectException|Failed to connect to|Connection refused).*)",
              "nobody answers: {1}",
              "is the service up, and is this its address? muster cluster status NAME"),
          Rule.of(
              Kind.NOT_FOUND,
              "(?:Input path does not exist|Path does not exist|PATH_NOT_FOUND\\] Path does not exist):? (\\S+?)\\.?(?: SQLSTATE.*)?$",
              "the input {1} is not there",
              "check the path, and that every host sees it; file: paths have to be on all of them"),
          Rule.of(
              Kind.NOT_FOUND,
              "(?:FileNotFoundException|NoSuchFileException|FileNotFoundError|NoSuchBucket)(?:: \\[Errno 2\\])?:? ?(.*)",
              "a file is not there: {1}",
              "check the path, and that every host sees it"),
          Rule.of(
              Kind.OUTPUT_EXISTS,
              "Output directory (\\S+) already exists|(?:PATH_ALREADY_EXISTS\\] Path|path) (\\S+) already exists",
              "the output {1}{2} is there already",
              "remove it, or write with mode overwrite"),
          Rule.of(
              Kind.LOST_EXECUTOR,
              "ExecutorLostFailure \\(executor (\\S+) exited[^)]*\\) Reason: (.*)",
              "executor {1} was lost: {2}",
              "its log says why (muster cluster logs NAME); memory is the usual reason: "
                  + MEMORY_FIX),
          Rule.of(
              Kind.LOST_EXECUTOR,
              "Lost executor (\\S+) on (\\S+): (.*)",
              "executor {1} on {2} was lost: {3}",
              "its log says why (muster cluster logs NAME); memory is the usual reason: "
                  + MEMORY_FIX));

  private Rules() {}
}
