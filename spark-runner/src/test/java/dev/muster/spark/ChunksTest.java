package dev.muster.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunksTest {

  @ParameterizedTest
  @CsvSource({"0,4,1000", "1,4,1000", "7,2,10", "2000,6,900", "100000,6,1", "500,3,5000000"})
  void everyTaskIsInOnePartitionAndNoneTakesTooLong(int tasks, int slots, long mean) {
    List<Integer> sizes = Chunks.plan(tasks, slots, mean);
    assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(tasks);
    assertThat(sizes)
        .allMatch(size -> size >= 1)
        .allMatch(size -> size == 1 || size * mean <= Chunks.TARGET_MICROS);
  }

  @Test
  void longTasksGetAPartitionEach() {
    assertThat(Chunks.plan(50, 4, 2_000_000)).hasSize(50);
  }

  @Test
  void briefTasksShareAndTheLastPartitionsAreSmall() {
    List<Integer> sizes = Chunks.plan(2_000, 6, 1_000);
    assertThat(sizes.size()).isBetween(20, 200);
    assertThat(sizes.get(0)).isGreaterThan(50);
    assertThat(sizes.get(sizes.size() - 1)).isEqualTo(1);
  }
}
