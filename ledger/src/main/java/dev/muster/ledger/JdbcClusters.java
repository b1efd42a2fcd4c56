package dev.muster.ledger;

import dev.muster.model.Cluster;
import dev.muster.model.ClusterName;
import dev.muster.model.ClusterState;
import dev.muster.model.ClusterStep;
import dev.muster.model.Lease;
import dev.muster.model.Node;
import dev.muster.model.ServiceRecord;
import dev.muster.model.ServiceState;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Clusters;
import dev.muster.spi.ledger.Leases;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Clusters in the tables cluster and service; nodes and steps are {@link ClusterLines}'. */
final class JdbcClusters implements Clusters {

  private static final String SELECT =
      "SELECT id, name, provider, spec, state, owner, created, updated, used FROM cluster";

  private final Session session;
  private final Leases leases;
  private final ClusterLines lines;

  JdbcClusters(Session session, Leases leases) {
    this.session = session;
    this.leases = leases;
    this.lines = new ClusterLines(session);
  }

  @Override
  public void insert(Cluster cluster) {
    int inserted =
        session.update(
            "INSERT INTO cluster (id, name, provider, spec, state, owner, created, updated, used)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            p ->
                p.text(cluster.id())
                    .text(cluster.name().value())
                    .text(cluster.provider())
                    .text(cluster.spec())
                    .text(cluster.state().name())
                    .text(cluster.owner())
                    .instant(cluster.created())
                    .instant(cluster.updated())
                    .instant(cluster.used()));
    if (inserted == 0) {
      throw taken(cluster);
    }
  }

  @Override
  public Optional<Cluster> find(ClusterName name) {
    return session.first(
        SELECT + " WHERE name = ? AND state <> 'DELETED'",
        p -> p.text(name.value()),
        JdbcClusters::cluster);
  }

  @Override
  public Optional<Cluster> find(String id) {
    return session.first(SELECT + " WHERE id = ?", p -> p.text(id), JdbcClusters::cluster);
  }

  @Override
  public List<Cluster> list(boolean deletedToo, int limit) {
    String which = deletedToo ? "" : " WHERE state <> 'DELETED'";
    return session.list(
        SELECT + which + " ORDER BY created DESC, seq DESC LIMIT ?",
        p -> p.number(limit),
        JdbcClusters::cluster);
  }

  @Override
  public void update(Cluster cluster, Lease lease) {
    ClusterKey key = require(cluster.id(), lease);
    session.update(
        "UPDATE cluster SET spec = ?, state = ?, updated = ?,"
            + " used = CASE WHEN used > ? THEN used ELSE ? END WHERE seq = ?",
        p ->
            p.text(cluster.spec())
                .text(cluster.state().name())
                .instant(cluster.updated())
                .instant(cluster.used())
                .instant(cluster.used())
                .number(key.seq()));
  }

  @Override
  public void touch(String cluster, Instant used) {
    ClusterKey key = ClusterKey.require(session, cluster);
    session.update(
        "UPDATE cluster SET used = ? WHERE seq = ? AND used < ?",
        p -> p.instant(used).number(key.seq()).instant(used));
  }

  @Override
  public void putNodes(List<Node> nodes, Lease lease) {
    if (!nodes.isEmpty()) {
      String cluster = onlyOne(nodes.stream().map(Node::cluster).distinct().toList());
      lines.putNodes(require(cluster, lease), nodes);
    }
  }

  @Override
  public List<Node> nodes(String cluster) {
    return lines.nodes(cluster);
  }

  @Override
  public void putSteps(List<ClusterStep> steps, Lease lease) {
    if (!steps.isEmpty()) {
      String cluster = onlyOne(steps.stream().map(ClusterStep::cluster).distinct().toList());
      lines.putSteps(require(cluster, lease), steps);
    }
  }

  @Override
  public List<ClusterStep> steps(String cluster, String operation) {
    return lines.steps(cluster, operation);
  }

  @Override
  public void forgetSteps(String cluster, String operation, Lease lease) {
    ClusterKey key = require(cluster, lease);
    session.update(
        "DELETE FROM cluster_step WHERE cluster_seq = ? AND operation = ?",
        p -> p.number(key.seq()).text(operation));
  }

  @Override
  public void putService(ServiceRecord service, Lease lease) {
    ClusterKey key = require(service.cluster(), lease);
    session.update(
        "INSERT INTO service (cluster_seq, name, version, settings, state, endpoints, updated)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (cluster_seq, name) DO UPDATE SET"
            + " version = excluded.version, settings = excluded.settings, state = excluded.state,"
            + " endpoints = excluded.endpoints, updated = excluded.updated",
        p ->
            p.number(key.seq())
                .text(service.name())
                .text(service.version())
                .text(service.settings())
                .text(service.state().name())
                .text(RunJson.texts(service.endpoints()))
                .instant(service.updated()));
  }

  @Override
  public List<ServiceRecord> services(String cluster) {
    return session.list(
        "SELECT s.name, s.version, s.settings, s.state, s.endpoints, s.updated"
            + " FROM service s JOIN cluster c ON c.seq = s.cluster_seq"
            + " WHERE c.id = ? ORDER BY s.name",
        p -> p.text(cluster),
        row ->
            new ServiceRecord(
                cluster,
                row.text(),
                row.text(),
                row.text(),
                ServiceState.valueOf(row.text()),
                RunJson.texts(row.text()),
                row.instant()));
  }

  @Override
  public void removeService(String cluster, String name, Lease lease) {
    ClusterKey key = require(cluster, lease);
    session.update(
        "DELETE FROM service WHERE cluster_seq = ? AND name = ?",
        p -> p.number(key.seq()).text(name));
  }

  private ClusterKey require(String cluster, Lease lease) {
    return ClusterKey.require(session, leases, cluster, lease);
  }

  private static String onlyOne(List<String> clusters) {
    if (clusters.size() > 1) {
      throw new IllegalArgumentException("lines of several clusters: " + clusters);
    }
    return clusters.get(0);
  }

  private MusterException taken(Cluster cluster) {
    return find(cluster.name())
        .map(
            other ->
                new MusterException(
                    ErrorKind.CONFLICT,
                    "there is a cluster "
                        + other.name()
                        + " already: "
                        + other.state()
                        + ", made by "
                        + other.owner()
                        + " at "
                        + other.created(),
                    "choose another name, or  muster cluster kill " + other.name()))
        .orElseGet(
            () ->
                new MusterException(
                    ErrorKind.CONFLICT, "there was a cluster with the id " + cluster.id()));
  }

  private static Cluster cluster(Row row) throws SQLException {
    return new Cluster(
        row.text(),
        new ClusterName(row.text()),
        row.text(),
        row.text(),
        ClusterState.valueOf(row.text()),
        row.text(),
        row.instant(),
        row.instant(),
        row.instant());
  }
}
