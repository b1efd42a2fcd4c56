package dev.muster.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.model.Project;
import dev.muster.model.ShippedFile;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationConfTest {

  private static final Map<String, String> SAFE =
      Map.of(
          "spark.authenticate", "true",
          "spark.network.crypto.enabled", "true",
          "spark.io.encryption.enabled", "true");

  private final Jobs jobs = new Jobs();

  private ApplicationConf conf(Map<String, String> defaults) {
    return ApplicationConf.of(
        jobs.job(), new SparkInstallation("java", "/spark/jars", defaults), "/run");
  }

  private Properties properties(Map<String, String> defaults) throws Exception {
    Properties properties = new Properties();
    properties.load(new StringReader(conf(defaults).text()));
    return properties;
  }

  @Test
  void userGoesBeforeInstallationAndInstallationBeforeMuster() throws Exception {
    jobs.conf = Map.of("spark.task.maxFailures", "3", "spark.a", "user");
    Properties properties =
        properties(Map.of("spark.a", "site", "spark.b", "site", "spark.ui.enabled", "true"));
    assertThat(properties)
        .containsEntry("spark.a", "user")
        .containsEntry("spark.b", "site")
        .containsEntry("spark.ui.enabled", "true")
        .containsEntry("spark.task.maxFailures", "3")
        .containsEntry("spark.master", "spark://head:7077");
  }

  @Test
  void valuesSurviveThePropertiesFile() throws Exception {
    jobs.conf = Map.of("spark.x", " a=b:c\\d #! ü\t", "spark.y", "");
    assertThat(properties(Map.of()))
        .containsEntry("spark.x", " a=b:c\\d #! ü\t")
        .containsEntry("spark.y", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mesos://x", "local2", "spark://", "", "http://head:7077"})
  void refusesUnknownMasters(String master) {
    jobs.master = master;
    assertThatThrownBy(() -> conf(Map.of()))
        .isInstanceOf(MusterException.class)
        .extracting(e -> ((MusterException) e).kind())
        .isEqualTo(ErrorKind.USAGE);
  }

  @Test
  void secretsGoToOthersOnlyEncrypted() {
    jobs.secrets = List.of("PEARL");
    jobs.environment = Map.of("PEARL", "oyster");
    assertThatThrownBy(
            () ->
                Staging.check(
                    jobs.job(), new LocalHost(), conf(Map.of("spark.authenticate", "true"))))
        .isInstanceOf(MusterException.class)
        .hasMessageContaining("PEARL")
        .hasMessageContaining("spark.io.encryption.enabled")
        .hasMessageNotContaining("oyster");
    assertThat(Staging.check(jobs.job(), new LocalHost(), conf(SAFE)).variables())
        .containsEntry("PEARL", "oyster");
  }

  @Test
  void licenseFilesAreSecretsToo() {
    jobs.files = List.of(new ShippedFile(Path.of("/x/a.lic"), "a.lic"));
    assertThatThrownBy(() -> Staging.check(jobs.job(), new LocalHost(), conf(Map.of())))
        .hasMessageContaining("a.lic");
    jobs.master = "local[2]";
    assertThat(Staging.check(jobs.job(), new LocalHost(), conf(Map.of()))).isNotNull();
  }

  @Test
  void othersGetOnlyWhatTheProjectNames() {
    jobs.env = Map.of("MODE", "x", "LICENSE", "{files}/a.lic");
    jobs.environment =
        Map.of(
            "PATH", "/bin",
            "HOME", "/home/me",
            "AWS_SECRET_ACCESS_KEY", "not for this project",
            "MODE", "x",
            "MUSTER_FILES", "/tmp/files",
            "LICENSE", "/tmp/files/a.lic");
    assertThat(Staging.check(jobs.job(), new LocalHost(), conf(Map.of())).variables())
        .containsOnlyKeys("MODE", "MUSTER_FILES", "LICENSE")
        .containsEntry("LICENSE", "{muster-files}/a.lic");
    jobs.master = "local[2]";
    assertThat(Staging.check(jobs.job(), new LocalHost(), conf(Map.of())).variables())
        .isEqualTo(jobs.environment);
  }

  @Test
  void gismoProjectsGetTheirKeys() {
    jobs.form = Project.Form.GISMO;
    jobs.environment = Map.of("AWS_ACCESS_KEY_ID", "a", "MUSTER_SOLVER_NAME", "s", "HOME", "/");
    assertThat(Staging.check(jobs.job(), new LocalHost(), conf(Map.of())).variables())
        .containsOnlyKeys("AWS_ACCESS_KEY_ID", "MUSTER_SOLVER_NAME");
  }

  @Test
  void requirementsAreNotBroughtElsewhereYet() {
    jobs.requirements = Path.of("/work/project/requirements.txt");
    assertThatThrownBy(() -> Staging.check(jobs.job(), new LocalHost(), conf(Map.of())))
        .isInstanceOf(MusterException.class)
        .hasMessageContaining("requirements");
    jobs.conf = Map.of("spark.pyspark.python", "/opt/python3");
    assertThat(Staging.check(jobs.job(), new LocalHost(), conf(Map.of()))).isNotNull();
  }

  @Test
  void coresAreBoundedOnlyWhenTheUserSaidSo() throws Exception {
    assertThat(properties(Map.of())).doesNotContainKey("spark.cores.max");
    jobs.workers = 6;
    assertThat(properties(Map.of())).containsEntry("spark.cores.max", "6");
  }

  @Test
  void noSecretIsInTheCommand() {
    jobs.conf = Map.of("spark.authenticate.secret", "oyster");
    SparkInstallation spark = new SparkInstallation("java", "/spark/jars", Map.of());
    assertThat(spark.command("/run", "/run", conf(Map.of())))
        .contains("/run/spark.conf", "dev.muster.spark.Driver")
        .noneMatch(word -> word.contains("oyster"));
  }

  @Test
  void yarnSaysAllThatIsMissing() {
    jobs.master = "yarn";
    assertThatThrownBy(() -> conf(Map.of()))
        .satisfies(e -> assertThat(((MusterException) e).kind()).isEqualTo(ErrorKind.UNAVAILABLE))
        .hasMessageContaining("HADOOP_CONF_DIR")
        .hasMessageContaining("spark-yarn_*.jar");
    jobs.environment = Map.of("HADOOP_CONF_DIR", "/no/such/folder");
    assertThatThrownBy(() -> conf(Map.of())).hasMessageContaining("yarn-site.xml in /no/such");
  }

  @Test
  void yarnGetsItsConfigurationAndJars(@TempDir Path temp) throws IOException {
    Files.writeString(temp.resolve("yarn-site.xml"), "<configuration/>");
    Files.writeString(temp.resolve("spark-yarn_2.13-4.1.1.jar"), "");
    jobs.master = "yarn";
    jobs.workers = 3;
    jobs.environment = Map.of("HADOOP_CONF_DIR", temp.toString());
    SparkInstallation spark = new SparkInstallation("java", temp.toString(), Map.of());
    ApplicationConf conf = ApplicationConf.of(jobs.job(), spark, "/run");
    assertThat(conf.text())
        .contains("spark.master=yarn\n")
        .contains("spark.submit.deployMode=client\n")
        .contains("spark.yarn.jars=file:" + temp + "/*.jar\n")
        .contains("spark.executor.instances=3\n");
    assertThat(spark.command("/run", "/run", conf)).contains(temp + ":" + temp + "/*");
    assertThat(conf.shared()).isFalse();
  }
}
