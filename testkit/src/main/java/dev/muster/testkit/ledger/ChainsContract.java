package dev.muster.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.Fact;
import dev.muster.model.Lease;
import dev.muster.model.RunId;
import dev.muster.model.RunState;
import dev.muster.model.chain.ChainRun;
import dev.muster.model.chain.ElementKind;
import dev.muster.model.chain.ElementRecord;
import dev.muster.model.chain.ElementState;
import dev.muster.spi.ErrorKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@link dev.muster.spi.ledger.Chains} promises. */
public abstract class ChainsContract extends LedgerContract {

  private static final RunId FIRST = new RunId("c1");
  private static final RunId SECOND = new RunId("c2");
  private static final Path FILE = Path.of("/work/with space/chain.json");
  private static final Instant LATER = Samples.TIME.plusSeconds(60);
  private static final ElementRecord PROJECT =
      ElementRecord.pending(0, ElementKind.MAP, Path.of("/work/weather"));
  private static final ElementRecord PIPELINE =
      ElementRecord.pending(1, ElementKind.PIPELINE, Path.of("/work/p.yaml"));

  @Test
  void keepsEveryComponentOfRunAndElement() {
    ChainRun run =
        new ChainRun(
            FIRST,
            "ünï\n\0",
            FILE,
            RunState.CANCELLED,
            2,
            Samples.TIME,
            LATER,
            List.of("muster", "chain", "run", "it's \"here\""),
            "{\"variables\":{\"x\":\"1\"}}",
            List.of(new Fact("host", "héllo")));
    List<ElementRecord> elements =
        List.of(
            new ElementRecord(
                0,
                ElementKind.MAP,
                Path.of("/work/wéather"),
                ElementState.FAILED,
                new RunId("r1"),
                "2 of 3 tasks failed",
                7,
                Samples.TIME,
                LATER),
            PIPELINE);

    insert(run, elements);

    assertThat(found(tx -> tx.chains().find(FIRST))).contains(run);
    assertThat(listed(tx -> tx.chains().elements(FIRST))).isEqualTo(elements);
    assertThat(found(tx -> tx.chains().find(SECOND))).isEmpty();
    assertThat(listed(tx -> tx.chains().elements(SECOND))).isEmpty();
  }

  @Test
  void refusesSecondRunOfSameId() {
    insert(run(FIRST, Samples.TIME), List.of());

    refused(ErrorKind.CONFLICT, () -> insert(run(FIRST, LATER), List.of()));
  }

  @Test
  void listsNewestFirstOfOneFileOrAll() {
    insert(run(FIRST, Samples.TIME), List.of());
    insert(run(SECOND, LATER), List.of());

    assertThat(ids(null, 10)).containsExactly(SECOND, FIRST);
    assertThat(ids(FILE, 1)).containsExactly(SECOND);
    assertThat(ids(Path.of("/elsewhere"), 10)).isEmpty();
  }

  @Test
  void writesOverWhatIsThere() {
    ChainRun run = run(FIRST, Samples.TIME);
    insert(run, List.of(PROJECT, PIPELINE));
    Lease lease =
        ledger()
            .write(tx -> tx.leases().acquire(run.resource(), Samples.OWNER, TERM, owner -> false));
    ElementRecord ended =
        PROJECT
            .running(new RunId("r1"), 3, Samples.TIME)
            .ended(ElementState.WARNED, "exit code 2", LATER);
    ChainRun over = run.with(RunState.FAILED, 2, LATER);

    ledger()
        .write(
            tx -> {
              tx.chains().update(over, lease);
              tx.chains().putElements(FIRST, List.of(ended), lease);
              return true;
            });

    assertThat(found(tx -> tx.chains().find(FIRST))).contains(over);
    assertThat(listed(tx -> tx.chains().elements(FIRST))).containsExactly(ended, PIPELINE);
  }

  @Test
  void whoLostTheLeaseWritesNothing() {
    ChainRun run = run(FIRST, Samples.TIME);
    insert(run, List.of(PROJECT));
    Lease lost =
        ledger()
            .write(tx -> tx.leases().acquire(run.resource(), Samples.OWNER, OVER, owner -> false));
    ledger().write(tx -> tx.leases().acquire(run.resource(), Samples.OTHER, TERM, owner -> false));

    refused(
        ErrorKind.CONFLICT,
        () ->
            ledger()
                .write(
                    tx -> {
                      tx.chains().update(run.with(RunState.COMPLETED, 0, LATER), lost);
                      return true;
                    }));
    refused(
        ErrorKind.CONFLICT,
        () ->
            ledger()
                .write(
                    tx -> {
                      tx.chains()
                          .putElements(
                              FIRST, List.of(PROJECT.running(new RunId("r1"), 0, LATER)), lost);
                      return true;
                    }));
    assertThat(found(tx -> tx.chains().find(FIRST))).contains(run);
    assertThat(listed(tx -> tx.chains().elements(FIRST))).containsExactly(PROJECT);
  }

  private void insert(ChainRun run, List<ElementRecord> elements) {
    ledger()
        .write(
            tx -> {
              tx.chains().insert(run, elements);
              return true;
            });
  }

  private List<RunId> ids(@Nullable Path file, int limit) {
    return ledger().read(tx -> tx.chains().list(file, limit)).stream().map(ChainRun::id).toList();
  }

  private static ChainRun run(RunId id, Instant created) {
    return new ChainRun(
        id,
        "demo",
        FILE,
        RunState.RUNNING,
        null,
        created,
        null,
        List.of("muster"),
        "{}",
        List.of());
  }
}
