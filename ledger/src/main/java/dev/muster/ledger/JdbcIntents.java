package dev.muster.ledger;

import dev.muster.model.Intent;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Intents;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The intent journal; tags in a table of their own, because resources are found by them. */
final class JdbcIntents implements Intents {

  private final Session session;
  private final Supplier<Instant> now;

  JdbcIntents(Session session, Supplier<Instant> now) {
    this.session = session;
    this.now = now;
  }

  @Override
  public Intent open(String kind, Intent.Action action, Map<String, String> tags) {
    if (tags.isEmpty()) {
      throw new IllegalArgumentException(
          "an intent has tags, or " + kind + " is never found again");
    }
    long id =
        session
            .first(
                "INSERT INTO intent (kind, action, state, created, updated)"
                    + " VALUES (?, ?, 'OPEN', ?, ?) RETURNING id",
                p -> p.text(kind).text(action.name()).instant(now.get()).instant(now.get()),
                Row::number)
            .orElseThrow();
    try (Batch batch =
        session.batch("INSERT INTO intent_tag (intent_id, name, value) VALUES (?, ?, ?)")) {
      tags.forEach((name, value) -> batch.add(p -> p.number(id).text(name).text(value)));
      batch.execute();
    }
    return find(id).orElseThrow();
  }

  @Override
  public Intent done(long id, String resource) {
    return settle(id, Intent.State.DONE, resource, null);
  }

  @Override
  public Intent failed(long id, String detail) {
    return settle(id, Intent.State.FAILED, null, detail);
  }

  /** Settles an open intent; one that was settled in the same way stays as it is. */
  private Intent settle(
      long id, Intent.State state, @Nullable String resource, @Nullable String detail) {
    session.update(
        "UPDATE intent SET state = ?, resource = ?, detail = ?, updated = ?"
            + " WHERE id = ? AND state = 'OPEN'",
        p -> p.text(state.name()).text(resource).text(detail).instant(now.get()).number(id));
    Intent settled =
        find(id)
            .orElseThrow(
                () -> new MusterException(ErrorKind.NOT_FOUND, "there is no intent " + id));
    if (settled.state() != state || !Objects.equals(settled.resource(), resource)) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          "intent "
              + id
              + " cannot become "
              + said(state, resource)
              + ": it is "
              + said(settled.state(), settled.resource()));
    }
    return settled;
  }

  private static String said(Intent.State state, @Nullable String resource) {
    return resource == null ? state.name() : state.name() + " with " + resource;
  }

  @Override
  public Optional<Intent> find(long id) {
    return select("i.id = ?", Map.of(), p -> p.number(id)).stream().findFirst();
  }

  @Override
  public List<Intent> list(Intent.State state, Map<String, String> tags) {
    return select("i.state = ?", tags, p -> p.text(state.name()));
  }

  /** A resource made again under its old name stands, so only a later DELETE takes it away. */
  @Override
  public List<Intent> standing(Map<String, String> tags) {
    return select(
        "i.state = 'DONE' AND i.action = 'CREATE' AND NOT EXISTS (SELECT 1 FROM intent d"
            + " WHERE d.action = 'DELETE' AND d.state = 'DONE' AND d.kind = i.kind"
            + " AND d.resource = i.resource AND d.id > i.id)",
        tags,
        p -> {});
  }

  private List<Intent> select(
      String condition, Map<String, String> tags, Parameters.Filler filler) {
    String carriesTag =
        " AND EXISTS (SELECT 1 FROM intent_tag t"
            + " WHERE t.intent_id = i.id AND t.name = ? AND t.value = ?)";
    List<Line> lines = new ArrayList<>();
    session.each(
        "SELECT i.id, i.kind, i.action, i.state, i.resource, i.detail, i.created, i.updated,"
            + " g.name, g.value FROM intent i JOIN intent_tag g ON g.intent_id = i.id WHERE "
            + condition
            + carriesTag.repeat(tags.size())
            + " ORDER BY i.id, g.name",
        p -> {
          filler.fill(p);
          for (Map.Entry<String, String> tag : tags.entrySet()) {
            p.text(tag.getKey()).text(tag.getValue());
          }
        },
        row -> add(row, lines));
    return lines.stream().map(Line::intent).toList();
  }

  /** The rows of an intent follow each other, one for each tag. */
  private static void add(Row row, List<Line> lines) throws SQLException {
    Line line =
        new Line(
            row.number(),
            row.text(),
            Intent.Action.valueOf(row.text()),
            Intent.State.valueOf(row.text()),
            row.textOrNull(),
            row.textOrNull(),
            row.instant(),
            row.instant(),
            new LinkedHashMap<>());
    if (lines.isEmpty() || lines.get(lines.size() - 1).id() != line.id()) {
      lines.add(line);
    }
    lines.get(lines.size() - 1).tags().put(row.text(), row.text());
  }

  private record Line(
      long id,
      String kind,
      Intent.Action action,
      Intent.State state,
      @Nullable String resource,
      @Nullable String detail,
      Instant created,
      Instant updated,
      Map<String, String> tags) {

    Intent intent() {
      return new Intent(id, kind, action, state, tags, resource, detail, created, updated);
    }
  }
}
