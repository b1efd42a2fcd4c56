package dev.muster.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.config.cluster.ClusterOptions;
import dev.muster.config.cluster.RayOptions;
import dev.muster.config.project.GismoOptions;
import dev.muster.config.project.NativeOptions;
import dev.muster.config.schema.Schema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {

  @Test
  void namesEveryOption() {
    String page = ConfigReference.markdown();
    for (Schema schema :
        List.of(
            NativeOptions.PROJECT,
            GismoOptions.PROJECT,
            Settings.SCHEMA,
            ClusterOptions.CLUSTER,
            ClusterOptions.AUTH_KEYS,
            RayOptions.CLUSTER,
            RayOptions.DOCKER_KEYS)) {
      schema.keys().forEach(key -> assertThat(page).contains("| `" + key + "`"));
    }
    assertThat(page).contains("acccepted_idle_time", "MUSTER_WORKERS", "AWS_ACCESS_KEY_ID");
    assertThat(page.lines().filter(line -> line.startsWith("|")))
        .allMatch(line -> line.endsWith("|"));
  }

  /** Run with -Dmuster.write=true to write the page anew. */
  @Test
  void thePageInDocsIsNotStale() throws Exception {
    Path page = Path.of(System.getProperty("muster.root", "..")).resolve("docs/configuration.md");
    if (Boolean.getBoolean("muster.write")) {
      Files.createDirectories(page.getParent());
      Files.writeString(page, ConfigReference.markdown());
    }
    assertThat(page).hasContent(ConfigReference.markdown());
  }
}
