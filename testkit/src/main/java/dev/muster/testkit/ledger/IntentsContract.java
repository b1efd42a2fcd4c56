package dev.muster.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.muster.model.Intent;
import dev.muster.spi.ErrorKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@link dev.muster.spi.ledger.Intents} promises. */
public abstract class IntentsContract extends LedgerContract {

  private static final String KIND = "ec2.instance";
  private static final Map<String, String> TAGS =
      Map.of("managed-by", "muster", "muster-cluster", "lab");

  @Test
  void openIntentIsThereForOthersToSee() {
    Intent intent = open(KIND, Intent.Action.CREATE, TAGS);

    assertThat(intent.state()).isEqualTo(Intent.State.OPEN);
    assertThat(intent.tags()).isEqualTo(TAGS);
    assertThat(intent.resource()).isNull();
    assertThat(found(tx -> tx.intents().find(intent.id()))).contains(intent);
    assertThat(list(Intent.State.OPEN, TAGS)).containsExactly(intent);
    assertThat(found(tx -> tx.intents().find(intent.id() + 1))).isEmpty();
  }

  @Test
  void refusesIntentWithoutTags() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open(KIND, Intent.Action.CREATE, Map.of()));
  }

  @Test
  void doneNamesTheResource() {
    Intent done = done(open(KIND, Intent.Action.CREATE, TAGS).id(), "i-1");

    assertThat(done.state()).isEqualTo(Intent.State.DONE);
    assertThat(done.resource()).isEqualTo("i-1");
    assertThat(done(done.id(), "i-1")).as("said again").isEqualTo(done);
    refused(ErrorKind.CONFLICT, () -> done(done.id(), "i-2"));
    refused(ErrorKind.CONFLICT, () -> failed(done.id(), "no"));
    assertThat(list(Intent.State.OPEN, Map.of())).isEmpty();
  }

  @Test
  void failedKeepsTheReason() {
    Intent failed = failed(open(KIND, Intent.Action.CREATE, TAGS).id(), "quota");

    assertThat(failed.state()).isEqualTo(Intent.State.FAILED);
    assertThat(failed.detail()).isEqualTo("quota");
    refused(ErrorKind.CONFLICT, () -> done(failed.id(), "i-1"));
    assertThat(standing(TAGS)).isEmpty();
  }

  @Test
  void unknownIntentIsNotFound() {
    refused(ErrorKind.NOT_FOUND, () -> done(77, "i-1"));
    refused(ErrorKind.NOT_FOUND, () -> failed(77, "no"));
  }

  @Test
  void listsByAllGivenTagsOldestFirst() {
    Intent first = open(KIND, Intent.Action.CREATE, TAGS);
    Intent second = open("ec2.volume", Intent.Action.CREATE, TAGS);
    Intent other = open(KIND, Intent.Action.CREATE, Map.of("muster-cluster", "other"));

    assertThat(list(Intent.State.OPEN, TAGS)).containsExactly(first, second);
    assertThat(list(Intent.State.OPEN, Map.of("muster-cluster", "other"))).containsExactly(other);
    assertThat(list(Intent.State.OPEN, Map.of())).containsExactly(first, second, other);
    assertThat(list(Intent.State.OPEN, Map.of("muster-cluster", "lab", "x", "y"))).isEmpty();
  }

  @Test
  void standingIsWhatWasMadeAndNotDestroyed() {
    Intent kept = done(open(KIND, Intent.Action.CREATE, TAGS).id(), "i-1");
    done(open(KIND, Intent.Action.CREATE, TAGS).id(), "i-2");
    done(open(KIND, Intent.Action.DELETE, TAGS).id(), "i-2");
    open(KIND, Intent.Action.CREATE, TAGS);
    Intent opened = open(KIND, Intent.Action.DELETE, TAGS);
    failed(open(KIND, Intent.Action.DELETE, TAGS).id(), "i-1 is busy");

    assertThat(standing(TAGS)).containsExactly(kept);
    done(opened.id(), "i-1");
    assertThat(standing(TAGS)).isEmpty();
  }

  @Test
  void whatIsMadeAgainUnderItsOldNameStands() {
    done(open("s3.bucket", Intent.Action.CREATE, TAGS).id(), "b");
    done(open("s3.bucket", Intent.Action.DELETE, TAGS).id(), "b");
    Intent again = done(open("s3.bucket", Intent.Action.CREATE, TAGS).id(), "b");
    done(open("sqs.queue", Intent.Action.DELETE, TAGS).id(), "b");

    assertThat(standing(TAGS)).containsExactly(again);
  }

  private Intent open(String kind, Intent.Action action, Map<String, String> tags) {
    return ledger().write(tx -> tx.intents().open(kind, action, tags));
  }

  private Intent done(long id, String resource) {
    return ledger().write(tx -> tx.intents().done(id, resource));
  }

  private Intent failed(long id, String detail) {
    return ledger().write(tx -> tx.intents().failed(id, detail));
  }

  private List<Intent> list(Intent.State state, Map<String, String> tags) {
    return ledger().read(tx -> tx.intents().list(state, tags));
  }

  private List<Intent> standing(Map<String, String> tags) {
    return ledger().read(tx -> tx.intents().standing(tags));
  }
}
