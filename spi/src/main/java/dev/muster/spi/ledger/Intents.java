package dev.muster.spi.ledger;

import dev.muster.model.Intent;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The intent journal: what is written before a call that creates or destroys something outside. */
public interface Intents {

  /**
   * Opens an intent; committed before the call is made.
   *
   * @param kind what is made or destroyed, for instance {@code ec2.instance}
   * @param tags what the resource will carry from its creation call on; at least one
   */
  Intent open(String kind, Intent.Action action, Map<String, String> tags);

  /**
   * The call is known to have happened.
   *
   * @param resource the provider's id
   * @throws dev.muster.spi.MusterException NOT_FOUND, or CONFLICT when it was settled otherwise
   */
  Intent done(long id, String resource);

  /**
   * The call is known not to have happened.
   *
   * @throws dev.muster.spi.MusterException NOT_FOUND, or CONFLICT when it was settled otherwise
   */
  Intent failed(long id, String detail);

  Optional<Intent> find(long id);

  /** Intents in a state whose tags contain all the given ones, oldest first. */
  List<Intent> list(Intent.State state, Map<String, String> tags);

  /** CREATE intents done whose resource no done DELETE intent names: what should be there now. */
  List<Intent> standing(Map<String, String> tags);
}
