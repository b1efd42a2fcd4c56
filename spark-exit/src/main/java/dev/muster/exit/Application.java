package dev.muster.exit;

import java.io.IOException;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;

/** What YARN says of the application with a tag; by the configuration on the class path. */
final class Application implements AutoCloseable {

  /** What Spark's application master says when a Python program has ended. */
  private static final Pattern STATUS =
      Pattern.compile("(?i)user application exited with status ([0-9]{1,3})");

  private static final EnumSet<YarnApplicationState> LIVING =
      EnumSet.of(
          YarnApplicationState.NEW,
          YarnApplicationState.NEW_SAVING,
          YarnApplicationState.SUBMITTED,
          YarnApplicationState.ACCEPTED,
          YarnApplicationState.RUNNING);

  private final YarnClient client = YarnClient.createYarnClient();
  private final String tag;

  private Application(String tag) {
    this.tag = tag;
  }

  static Application of(String tag) {
    Application application = new Application(tag);
    YarnConfiguration configuration = new YarnConfiguration(new Configuration());
    configuration.setLong(
        YarnConfiguration.RESOURCEMANAGER_CONNECT_MAX_WAIT_MS, TimeUnit.SECONDS.toMillis(60));
    configuration.setLong(
        YarnConfiguration.RESOURCEMANAGER_CONNECT_RETRY_INTERVAL_MS, TimeUnit.SECONDS.toMillis(2));
    application.client.init(configuration);
    application.client.start();
    return application;
  }

  /** The newest; empty when it has never come to YARN. */
  Optional<ApplicationReport> report() throws IOException, YarnException {
    return reports(EnumSet.allOf(YarnApplicationState.class)).stream()
        .max(Comparator.comparing(ApplicationReport::getApplicationId));
  }

  private List<ApplicationReport> reports(EnumSet<YarnApplicationState> states)
      throws IOException, YarnException {
    return client.getApplications(null, states, Collections.singleton(tag));
  }

  static boolean isLiving(ApplicationReport report) {
    return LIVING.contains(report.getYarnApplicationState());
  }

  static boolean hasSucceeded(ApplicationReport report) {
    return report.getFinalApplicationStatus() == FinalApplicationStatus.SUCCEEDED;
  }

  /** Ends what lives of it. */
  void kill() throws IOException, YarnException {
    for (ApplicationReport each : reports(LIVING)) {
      client.killApplication(each.getApplicationId());
    }
  }

  /** The status of a Python program, as Spark's application master tells it. */
  static OptionalInt told(String diagnostics) {
    Matcher words = STATUS.matcher(diagnostics);
    return words.find() ? OptionalInt.of(Integer.parseInt(words.group(1))) : OptionalInt.empty();
  }

  @Override
  public void close() {
    client.stop();
  }
}
