package dev.muster.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.hosts.HostMeasure.Java;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostMeasureTest {

  @Test
  void readsWhatAHostSays() {
    Instant now = Instant.ofEpochSecond(1_000_000);
    HostMeasure measure =
        HostMeasure.parse(
                """
                noise
                time 1003600
                base /root/.muster/x
                hostname h1
                resolves yes
                address 10.0.0.1
                cores 8
                memory_kib 2097152
                disk_kib 1048576
                missing setsid
                java 17.0.15 /usr/bin/java
                java 21.0.1 /opt/jdk 21/bin/java
                listening_hex 1F90
                state_master running
                port_master 7079
                dist abc
                end .
                """,
                now.minusSeconds(1),
                now)
            .orElseThrow();
    assertThat(measure.skew()).hasSeconds(3600);
    assertThat(measure.memoryMib()).isEqualTo(2048);
    assertThat(measure.javas()).contains(new Java("21.0.1", "/opt/jdk 21/bin/java"));
    assertThat(measure.listening()).containsExactly(8080);
    assertThat(measure.runs("master")).isTrue();
    assertThat(measure.ports()).containsEntry("master", 7079);
    assertThat(HostMeasure.parse("base /x\ncores 1\n", now, now))
        .as("an answer that was cut off")
        .isEqualTo(Optional.empty());
  }
}
