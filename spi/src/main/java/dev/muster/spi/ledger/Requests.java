package dev.muster.spi.ledger;

import dev.muster.model.Request;
import dev.muster.model.RunId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What other processes ask of the owner of a run. */
public interface Requests {

  /** Asks. */
  Request add(RunId run, Request.Kind kind, @Nullable Integer ordinal);

  /** Unanswered ones, oldest first. */
  List<Request> open(RunId run);

  /** Answers one. */
  void answer(long id, String answer);

  Optional<Request> find(long id);
}
