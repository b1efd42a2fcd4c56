package dev.muster.spi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SubmitOptionsTest {

  @Test
  void theMasterIsTheOneThatGoesOver() {
    assertThat(SubmitOptions.parse(List.of("--master=yarn")).master(null)).isEqualTo("yarn");
    assertThat(SubmitOptions.parse(List.of("--conf", "spark.master=local")).master(null))
        .isEqualTo("local");
    assertThat(SubmitOptions.parse(List.of("--master=yarn")).master("local")).isEqualTo("local");
    assertThat(SubmitOptions.parse(List.of()).master(null)).isEmpty();
  }

  @Test
  void readsBothSpellingsAndSettings() {
    SubmitOptions options =
        SubmitOptions.parse(
            List.of(
                "--master=local[*]",
                "--driver-memory",
                "2g",
                "--conf",
                "spark.a=1=2",
                "--conf=spark.b=x y",
                "--verbose"));

    assertThat(options.values())
        .containsEntry("--master", "local[*]")
        .containsEntry("--driver-memory", "2g")
        .containsKey("--verbose");
    assertThat(options.conf()).containsEntry("spark.a", "1=2").containsEntry("spark.b", "x y");
    assertThat(options.stray()).isEmpty();
    assertThat(options.find("--driver-memory", "spark.driver.memory")).contains("2g");
  }

  @Test
  void lastOneWins() {
    assertThat(SubmitOptions.parse(List.of("--conf", "spark.a=1", "--conf", "spark.a=2")).conf())
        .containsEntry("spark.a", "2");
  }

  @Test
  void wordsThatBelongToNoOptionAreStray() {
    assertThat(SubmitOptions.parse(List.of("local[*]", "--master")).stray())
        .containsExactly("local[*]", "--master");
  }
}
