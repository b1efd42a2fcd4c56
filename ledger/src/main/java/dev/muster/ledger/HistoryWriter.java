package dev.muster.ledger;

import dev.muster.model.ProjectName;
import java.util.List;

/** Writes to the history of a project what its runs have committed since it was last written. */
final class HistoryWriter {

  /** Runs with outcomes that history does not know, the oldest first. */
  private static final String BEHIND =
      "SELECT r.seq, t.succeeded + t.failed + t.revoked FROM project p"
          + " JOIN run r ON r.project_seq = p.seq JOIN tally t ON t.run_seq = r.seq"
          + " WHERE p.name = ? AND t.succeeded + t.failed + t.revoked > t.remembered"
          + " ORDER BY r.seq";

  /** In the order of its tree. Of equal keys, which a plan may have, the last task stands. */
  private static final String REMEMBER =
      "INSERT INTO history (project_seq, key_high, key_low, print_high, print_low, run_seq,"
          + " ordinal) SELECT r.project_seq, t.key_high, t.key_low, t.print_high, t.print_low,"
          + " r.seq, MAX(o.ordinal) FROM run r JOIN outcome o ON o.run_seq = r.seq"
          + " JOIN task t ON t.run_seq = o.run_seq AND t.ordinal = o.ordinal WHERE r.seq = ?"
          + " GROUP BY r.project_seq, t.key_high, t.key_low, t.print_high, t.print_low, r.seq"
          + " ON CONFLICT (project_seq, key_high, key_low, print_high, print_low)"
          + " DO UPDATE SET run_seq = excluded.run_seq, ordinal = excluded.ordinal"
          + " WHERE (COALESCE("
          + ended("history")
          + ", 0), history.run_seq) <= ("
          + ended("excluded")
          + ", excluded.run_seq)";

  private final Session session;

  HistoryWriter(Session session) {
    this.session = session;
  }

  private static String ended(String row) {
    return "(SELECT b.ended FROM outcome b WHERE b.run_seq = "
        + row
        + ".run_seq AND b.ordinal = "
        + row
        + ".ordinal)";
  }

  void remember(ProjectName project) {
    List<Behind> runs =
        session.list(
            BEHIND, p -> p.text(project.value()), row -> new Behind(row.number(), row.integer()));
    for (Behind run : runs) {
      session.update(REMEMBER, p -> p.number(run.seq()));
      // What was counted before is surely remembered; what a living run commits meanwhile may not.
      session.update(
          "UPDATE tally SET remembered = ? WHERE run_seq = ?",
          p -> p.number(run.outcomes()).number(run.seq()));
    }
  }

  /** A run and how many outcomes it had when it was looked at. */
  private record Behind(long seq, int outcomes) {}
}
