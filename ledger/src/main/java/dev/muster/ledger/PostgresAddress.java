package dev.muster.ledger;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Where a PostgreSQL ledger is and how to log in. A plain class: a record's text would show the
 * password.
 */
final class PostgresAddress {

  /** Nobody's lock, and nobody's silence, holds others up for long. */
  private static final String SESSION =
      "SET lock_timeout = '30s'; SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10;"
          + " SET tcp_keepalives_count = 3";

  private final String url;
  private final String shown;
  private final Properties properties;

  private PostgresAddress(String url, String shown, Properties properties) {
    this.url = url;
    this.shown = shown;
    this.properties = properties;
  }

  /**
   * Reads the URL and takes user and password from the environment.
   *
   * @throws MusterException CONFIGURATION when the URL cannot be read or holds a password
   */
  static PostgresAddress of(String url, Function<String, @Nullable String> environment) {
    // Checked first: the driver would log a URL with user:password@ in it.
    Properties parsed = url.indexOf('@') >= 0 ? null : Driver.parseURL(url, new Properties());
    if (parsed == null) {
      throw new MusterException(
          ErrorKind.CONFIGURATION,
          "MUSTER_LEDGER cannot be read as a URL of PostgreSQL",
          "write it as jdbc:postgresql://host:5432/database, without user and password");
    }
    for (PGProperty secret : new PGProperty[] {PGProperty.PASSWORD, PGProperty.SSL_PASSWORD}) {
      if (parsed.containsKey(secret.getName())) {
        throw new MusterException(
            ErrorKind.CONFIGURATION,
            "MUSTER_LEDGER holds a password (" + secret.getName() + "), which others could read",
            "put it into ~/.pgpass (host:port:database:user:password) or MUSTER_LEDGER_PASSWORD");
      }
    }
    String host = parsed.getProperty(PGProperty.PG_HOST.getName(), "localhost");
    String port = parsed.getProperty(PGProperty.PG_PORT.getName(), "5432");
    String user =
        first(
            environment.apply("MUSTER_LEDGER_USER"),
            parsed.getProperty(PGProperty.USER.getName()),
            environment.apply("PGUSER"),
            System.getProperty("user.name"));
    String database = parsed.getProperty(PGProperty.PG_DBNAME.getName(), user);
    Properties login = new Properties();
    login.setProperty(PGProperty.USER.getName(), user);
    String password =
        password(environment, host.split(",", 2)[0], port.split(",", 2)[0], database, user);
    if (password != null) {
      login.setProperty(PGProperty.PASSWORD.getName(), password);
    }
    setUnlessGiven(login, parsed, PGProperty.APPLICATION_NAME, "muster");
    setUnlessGiven(login, parsed, PGProperty.CONNECT_TIMEOUT, "10");
    setUnlessGiven(login, parsed, PGProperty.TCP_KEEP_ALIVE, "true");
    setUnlessGiven(login, parsed, PGProperty.REWRITE_BATCHED_INSERTS, "true");
    return new PostgresAddress(
        url, "jdbc:postgresql://" + hosts(host, port) + "/" + database, login);
  }

  /** The address for people, without user and password. */
  @Override
  public String toString() {
    return shown;
  }

  Connection connect() throws SQLException {
    Connection connection = new Driver().connect(url, properties);
    if (connection == null) {
      throw new SQLException("not a URL of PostgreSQL: " + shown);
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(SESSION);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  private static @Nullable String password(
      Function<String, @Nullable String> environment,
      String host,
      String port,
      String database,
      String user) {
    String given = environment.apply("MUSTER_LEDGER_PASSWORD");
    if (given == null) {
      given = environment.apply("PGPASSWORD");
    }
    if (given != null) {
      return given;
    }
    try {
      return PgPass.of(environment).find(host, port, database, user).orElse(null);
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.CONFIGURATION, "the password file cannot be read: " + e, "chmod 600 ~/.pgpass");
    }
  }

  private static String hosts(String hosts, String ports) {
    String[] host = hosts.split(",", -1);
    String[] port = ports.split(",", -1);
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < host.length; i++) {
      all.append(i == 0 ? "" : ",").append(host[i]).append(':').append(port[i % port.length]);
    }
    return all.toString();
  }

  private static String first(@Nullable String... values) {
    for (String value : values) {
      if (value != null && !value.isEmpty()) {
        return value;
      }
    }
    throw new MusterException(
        ErrorKind.CONFIGURATION, "the ledger's user is not known", "set MUSTER_LEDGER_USER");
  }

  private static void setUnlessGiven(
      Properties login, Properties given, PGProperty property, String value) {
    if (!given.containsKey(property.getName())) {
      login.setProperty(property.getName(), value);
    }
  }
}
