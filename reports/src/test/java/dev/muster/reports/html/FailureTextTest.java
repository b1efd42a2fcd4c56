package dev.muster.reports.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.Failure;
import dev.muster.model.FailureKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureTextTest {

  private static Failure failure(String message) {
    return new Failure(FailureKind.EXCEPTION, message, null);
  }

  @Test
  void groupsMessagesThatDifferInNumbersQuotesAndPaths() {
    FailureGroups groups = new FailureGroups();
    groups.add(failure("KeyError: 'temp' at row 12 of /data/a.csv"), "a");
    groups.add(failure("KeyError: 'wind' at row 7 of /data/b/c.csv"), "b");
    groups.add(new Failure(FailureKind.TIMEOUT, "ran longer than 5 s", null), "c");
    assertThat(groups.groups())
        .containsExactly(
            new FailureGroups.Group(FailureKind.EXCEPTION, "KeyError: … at row … of …", 2, "a"),
            new FailureGroups.Group(FailureKind.TIMEOUT, "ran longer than … s", 1, "c"));
  }

  @Test
  void keepsABoundedNumberOfGroups() {
    FailureGroups groups = new FailureGroups();
    for (int i = 0; i < FailureGroups.MOST + 30; i++) {
      groups.add(failure("odd" + "x".repeat(i)), "t");
    }
    assertThat(groups.groups()).hasSize(FailureGroups.MOST);
    assertThat(groups.others()).isEqualTo(30);
  }

  @Test
  void namesTheInnermostFrameOfTheFirstException() {
    String trace =
        """
        Traceback (most recent call last):
          File "entrypoint.py", line 9, in main
            rows = read(path)
          File "lib/reader.py", line 40, in read
            raise KeyError("temp")
        KeyError: 'temp'

        The above exception was the direct cause of the following exception:

        Traceback (most recent call last):
          File "entrypoint.py", line 11, in main
        RuntimeError: cannot read""";
    Failure failure = new Failure(FailureKind.EXCEPTION, "RuntimeError: cannot read", trace);
    assertThat(RootCause.of(failure)).isEqualTo("lib/reader.py:40 in read: KeyError: 'temp'");
  }

  @Test
  void takesTheLastLineOfOtherDetails() {
    assertThat(RootCause.of(new Failure(FailureKind.EXIT, "exit 3", "a\ntool: no license\n\n")))
        .isEqualTo("tool: no license");
    assertThat(RootCause.of(failure("only this"))).isEqualTo("only this");
  }

  @Test
  void quotesForAShell() {
    assertThat(ShellLine.of(List.of("muster", "map", "it's here", "-n", "", "a$b", "x=1")))
        .isEqualTo("muster map 'it'\\''s here' -n '' 'a$b' x=1");
  }

  @Test
  void sortsDurationsIntoSteps() {
    Histogram histogram = new Histogram();
    assertThat(histogram.bins()).isEmpty();
    histogram.add(20_000);
    histogram.add(29_999);
    histogram.add(50_000);
    assertThat(histogram.bins())
        .containsExactly(
            new Histogram.Bin(20_000, 30_000, 2),
            new Histogram.Bin(30_000, 50_000, 0),
            new Histogram.Bin(50_000, 70_000, 1));
    histogram.add(0);
    histogram.add(Long.MAX_VALUE);
    assertThat(histogram.bins().stream().mapToLong(Histogram.Bin::count).sum()).isEqualTo(5);
  }
}
