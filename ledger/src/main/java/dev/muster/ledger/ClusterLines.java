package dev.muster.ledger;

import dev.muster.model.ClusterStep;
import dev.muster.model.HostAddress;
import dev.muster.model.Node;
import dev.muster.model.NodeRole;
import dev.muster.model.NodeState;
import java.sql.SQLException;
import java.util.List;

/**
 * What a cluster has thousands of, in the tables node and cluster_step; leases are checked above.
 */
final class ClusterLines {

  private final Session session;

  ClusterLines(Session session) {
    this.session = session;
  }

  void putNodes(ClusterKey key, List<Node> nodes) {
    try (Batch batch =
        session.batch(
            "INSERT INTO node (cluster_seq, number, login, host, port, role, state, provider,"
                + " facts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (cluster_seq, number) DO UPDATE SET login = excluded.login,"
                + " host = excluded.host, port = excluded.port, role = excluded.role,"
                + " state = excluded.state, provider = excluded.provider,"
                + " facts = excluded.facts")) {
      for (Node node : nodes) {
        batch.add(
            p ->
                p.number(key.seq())
                    .number(node.number())
                    .text(node.address().user())
                    .text(node.address().host())
                    .number(node.address().port())
                    .text(node.role().name())
                    .text(node.state().name())
                    .text(node.provider())
                    .text(RunJson.texts(node.facts())));
      }
      batch.execute();
    }
  }

  List<Node> nodes(String cluster) {
    return session.list(
        "SELECT n.number, n.login, n.host, n.port, n.role, n.state, n.provider, n.facts"
            + " FROM node n JOIN cluster c ON c.seq = n.cluster_seq"
            + " WHERE c.id = ? ORDER BY n.number",
        p -> p.text(cluster),
        row -> node(cluster, row));
  }

  void putSteps(ClusterKey key, List<ClusterStep> steps) {
    try (Batch batch =
        session.batch(
            "INSERT INTO cluster_step (cluster_seq, operation, node, name, state, detail, started,"
                + " ended) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (cluster_seq, operation, node, name) DO UPDATE SET"
                + " state = excluded.state, detail = excluded.detail,"
                + " started = excluded.started, ended = excluded.ended")) {
      for (ClusterStep step : steps) {
        batch.add(
            p ->
                p.number(key.seq())
                    .text(step.operation())
                    .number(step.node())
                    .text(step.name())
                    .text(step.state().name())
                    .text(step.detail())
                    .instant(step.started())
                    .instant(step.ended()));
      }
      batch.execute();
    }
  }

  List<ClusterStep> steps(String cluster, String operation) {
    return session.list(
        "SELECT s.node, s.name, s.state, s.detail, s.started, s.ended"
            + " FROM cluster_step s JOIN cluster c ON c.seq = s.cluster_seq"
            + " WHERE c.id = ? AND s.operation = ? ORDER BY s.node, s.started, s.name",
        p -> p.text(cluster).text(operation),
        row ->
            new ClusterStep(
                cluster,
                operation,
                row.integer(),
                row.text(),
                ClusterStep.State.valueOf(row.text()),
                row.textOrNull(),
                row.instant(),
                row.instantOrNull()));
  }

  private static Node node(String cluster, Row row) throws SQLException {
    return new Node(
        cluster,
        row.integer(),
        new HostAddress(row.textOrNull(), row.text(), row.integerOrNull()),
        NodeRole.valueOf(row.text()),
        NodeState.valueOf(row.text()),
        row.text(),
        RunJson.texts(row.text()));
  }
}
