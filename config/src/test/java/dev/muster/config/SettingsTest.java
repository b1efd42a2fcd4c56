package dev.muster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.ProblemsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

  @TempDir Path home;

  @Test
  void hasDefaultsForAll() {
    Settings settings = Settings.load(home.resolve("none"), name -> null);
    assertThat(settings.workers().value()).isZero();
    assertThat(settings.offline().value()).isFalse();
    assertThat(settings.findLinkFolders()).isEmpty();
    assertThat(settings.logLimit().value()).isEqualTo(1L << 20);
    assertThat(settings.leaseTerm().value()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.graceTime().value()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.ledger().find()).isEmpty();
    assertThat(settings.noColor().value()).isFalse();
    assertThat(settings.all())
        .hasSize(Settings.SCHEMA.options().size())
        .allMatch(setting -> setting.source().toString().equals("built-in"));
  }

  @Test
  void theStrongerSourceWins() throws Exception {
    Files.writeString(
        home.resolve("config.yaml"),
        "workers: 3\noffline: true\nfind_links: [wheels, /srv/w]\nlog_limit: 2MiB\nlease_term: 1m\n");
    Map<String, String> environment =
        Map.of(
            "MUSTER_WORKERS",
            "5",
            "NO_COLOR",
            "1",
            "MUSTER_GRACE_TIME",
            "2m",
            "MUSTER_OFFLINE",
            "");
    Settings settings = Settings.load(home, environment::get);
    assertThat(settings.workers().value()).isEqualTo(5);
    assertThat(settings.workers().source()).hasToString("environment MUSTER_WORKERS");
    assertThat(settings.offline().value()).isTrue();
    assertThat(settings.offline().source()).hasToString(home.resolve("config.yaml") + ":2");
    assertThat(settings.findLinkFolders())
        .containsExactly(home.resolve("wheels"), Path.of("/srv/w"));
    assertThat(settings.logLimit().value()).isEqualTo(2L << 20);
    assertThat(settings.graceTime().value()).isEqualTo(Duration.ofMinutes(2));
    assertThat(settings.noColor().value()).isTrue();
    Setting<Integer> overridden = settings.workers().overriddenBy(7, "--workers");
    assertThat(overridden.value()).isEqualTo(7);
    assertThat(overridden.source()).hasToString("option --workers");
    assertThat(settings.workers().overriddenBy(null, "--workers")).isEqualTo(settings.workers());
  }

  @Test
  void readsEveryVariable() {
    Map<String, String> environment =
        Map.of(
            "MUSTER_OFFLINE", "1",
            "MUSTER_FIND_LINKS", "/a:/b",
            "MUSTER_LOG_LIMIT", "64k",
            "MUSTER_LEASE_TERM", "5",
            "MUSTER_LEDGER", "jdbc:postgresql://bob:geheim@db/muster?user=bob&password=geheim");
    Settings settings = Settings.load(home, environment::get);
    assertThat(settings.offline().value()).isTrue();
    assertThat(settings.findLinkFolders()).containsExactly(Path.of("/a"), Path.of("/b"));
    assertThat(settings.logLimit().value()).isEqualTo(64L << 10);
    assertThat(settings.leaseTerm().value()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.ledger().value()).contains("geheim");
    assertThat(settings.ledger().shown())
        .doesNotContain("geheim")
        .doesNotContain("bob")
        .contains("@db/muster");
  }

  @Test
  void listsWhatIsWrongInBothSources() throws Exception {
    Files.writeString(home.resolve("config.yaml"), "worker: 3\nlog_limit: big\n");
    assertThatThrownBy(() -> Settings.load(home, Map.of("MUSTER_WORKERS", "many")::get))
        .isInstanceOfSatisfying(
            ProblemsException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ErrorKind.CONFIGURATION);
              assertThat(e.problems()).hasSize(3);
            })
        .hasMessageContaining("MUSTER_WORKERS: a whole number is expected, not the text \"many\"")
        .hasMessageContaining("config.yaml:1: unknown key \"worker\" (did you mean workers?)")
        .hasMessageContaining("config.yaml:2: log_limit: a size such as");
  }
}
