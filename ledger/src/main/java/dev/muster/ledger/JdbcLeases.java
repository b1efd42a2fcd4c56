package dev.muster.ledger;

import dev.muster.model.Lease;
import dev.muster.model.Owner;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Leases;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Leases, one row for each resource that was ever held; the row stays when the lease is released,
 * because its epoch must go on growing.
 */
final class JdbcLeases implements Leases {

  private static final String COLUMNS =
      "SELECT epoch, held, host, boot, pid, started, expires FROM lease WHERE resource = ?";

  private final Session session;
  private final Supplier<Instant> now;

  JdbcLeases(Session session, Supplier<Instant> now) {
    this.session = session;
    this.now = now;
  }

  @Override
  public Lease acquire(String resource, Owner owner, Duration term, Predicate<Owner> gone) {
    session.update(
        "INSERT INTO lease (resource, epoch, held, host, boot, pid, started, expires)"
            + " VALUES (?, 0, 0, '', '', 0, 0, 0) ON CONFLICT (resource) DO NOTHING",
        p -> p.text(resource));
    Held held = row(resource, session.dialect().forUpdate()).orElseThrow();
    Lease last = held.lease();
    if (held.held() && last.expires().isAfter(now.get()) && !gone.test(last.owner())) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          resource + " is held by " + last.owner() + " until " + last.expires(),
          "wait for it, or stop process " + last.owner().pid() + " on " + last.owner().host());
    }
    Lease lease = new Lease(resource, owner, last.epoch() + 1, end(term));
    session.update(
        "UPDATE lease SET epoch = ?, held = 1, host = ?, boot = ?, pid = ?, started = ?,"
            + " expires = ? WHERE resource = ?",
        p ->
            p.number(lease.epoch())
                .text(owner.host())
                .text(owner.boot())
                .number(owner.pid())
                .number(owner.started())
                .instant(lease.expires())
                .text(resource));
    return lease;
  }

  @Override
  public Lease renew(Lease lease, Duration term) {
    Instant expires = end(term);
    int changed =
        session.update(
            "UPDATE lease SET expires = ? WHERE resource = ? AND epoch = ? AND held = 1",
            p -> p.instant(expires).text(lease.resource()).number(lease.epoch()));
    if (changed == 0) {
      throw lost(lease);
    }
    return new Lease(lease.resource(), lease.owner(), lease.epoch(), expires);
  }

  @Override
  public void release(Lease lease) {
    session.update(
        "UPDATE lease SET held = 0 WHERE resource = ? AND epoch = ?",
        p -> p.text(lease.resource()).number(lease.epoch()));
  }

  @Override
  public void require(Lease lease) {
    String lock = session.writable() ? session.dialect().forShare() : "";
    boolean ours =
        row(lease.resource(), lock)
            .filter(held -> held.held() && held.lease().epoch() == lease.epoch())
            .isPresent();
    if (!ours) {
      throw lost(lease);
    }
  }

  @Override
  public Optional<Lease> find(String resource) {
    return row(resource, "").filter(Held::held).map(Held::lease);
  }

  private MusterException lost(Lease lease) {
    String instead =
        find(lease.resource())
            .map(other -> other.owner() + " holds it now, epoch " + other.epoch())
            .orElse("it was released");
    return new MusterException(
        ErrorKind.CONFLICT,
        lease.resource() + " is not ours any more (epoch " + lease.epoch() + "): " + instead,
        "nothing was written; leave the work to its new owner");
  }

  private Instant end(Duration term) {
    return Microseconds.truncated(now.get().plus(term));
  }

  private Optional<Held> row(String resource, String lock) {
    return session.first(COLUMNS + lock, p -> p.text(resource), row -> held(resource, row));
  }

  private static Held held(String resource, Row row) throws SQLException {
    long epoch = row.number();
    boolean held = row.integer() == 1;
    Owner owner = new Owner(row.text(), row.text(), row.number(), row.number());
    return new Held(new Lease(resource, owner, epoch, row.instant()), held);
  }

  private record Held(Lease lease, boolean held) {}
}
