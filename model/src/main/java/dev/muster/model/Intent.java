package dev.muster.model;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line written before a call that creates or destroys something outside.
 *
 * @param id given by the ledger
 * @param kind what is made or destroyed, for instance {@code ec2.instance}
 * @param action CREATE or DELETE
 * @param state where it stands
 * @param tags what the resource carries from its creation call on; it is found again by these
 * @param resource the provider's own id, null until the provider has answered
 * @param detail why it failed, null otherwise
 * @param created when the line was written
 * @param updated when its state last changed
 */
public record Intent(
    long id,
    String kind,
    Action action,
    State state,
    Map<String, String> tags,
    @Nullable String resource,
    @Nullable String detail,
    Instant created,
    Instant updated) {

  public Intent {
    tags = Map.copyOf(tags);
  }

  /** What the call does. */
  public enum Action {
    CREATE,
    DELETE
  }

  /** OPEN: the call may or may not have happened. DONE: it did. FAILED: it surely did not. */
  public enum State {
    OPEN,
    DONE,
    FAILED
  }
}
