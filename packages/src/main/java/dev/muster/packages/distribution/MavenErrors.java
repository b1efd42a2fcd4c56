package dev.muster.packages.distribution;

import dev.muster.packages.Addresses;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.aether.collection.DependencyCollectionException;
import org.eclipse.aether.resolution.ArtifactDescriptorException;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.spi.connector.transport.http.HttpTransporterException;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.ChecksumFailureException;
import org.eclipse.aether.transfer.TransferCancelledException;

/** What errors of Maven's resolver mean to a user. */
final class MavenErrors {

  private static final int MOST_CAUSES = 2_000;
  private static final int LONGEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int PROXY_AUTHENTICATION = 407;
  private static final int TOO_MANY_REQUESTS = 429;

  private MavenErrors() {}

  /**
   * Translates.
   *
   * @param what that failed, for instance "fetching spark 4.1.1"
   */
  static MusterException of(String what, Exception e) {
    List<Throwable> all = all(e);
    if (first(all, TransferCancelledException.class).isPresent()) {
      return new MusterException(ErrorKind.INTERRUPTED, "stopped while " + what, null, e);
    }
    Optional<FileFault> disk = disk(all);
    if (disk.isPresent()) {
      return new MusterException(
          disk.get().kind(),
          what + " failed: " + disk.get().words(),
          "make room in MUSTER_HOME/cache, or set MUSTER_HOME to another disk",
          e);
    }
    Optional<ChecksumFailureException> checksum = first(all, ChecksumFailureException.class);
    if (checksum.isPresent()) {
      return new MusterException(
          ErrorKind.INVALID,
          what
              + " failed: what the repository sent has not the checksum it states: "
              + text(e, all),
          "ask who runs the repository; a mirror is named in ~/.m2/settings.xml",
          e);
    }
    Optional<HttpTransporterException> http = first(all, HttpTransporterException.class);
    int status = http.map(HttpTransporterException::getStatusCode).orElse(0);
    if (status == UNAUTHORIZED || status == FORBIDDEN || status == PROXY_AUTHENTICATION) {
      return new MusterException(
          status == FORBIDDEN ? ErrorKind.FORBIDDEN : ErrorKind.UNAUTHORIZED,
          what + " failed: the repository answers " + status + ": " + text(e, all),
          "put user and password of this id under servers (or proxies) in ~/.m2/settings.xml",
          e);
    }
    if (first(all, ArtifactNotFoundException.class).isPresent() && status == 0) {
      return new MusterException(
          ErrorKind.NOT_FOUND, what + " failed: " + text(e, all), "look at the version", e);
    }
    return new MusterException(
        status == TOO_MANY_REQUESTS ? ErrorKind.RATE_LIMITED : ErrorKind.UNAVAILABLE,
        what + " failed: " + text(e, all),
        "try again; without a network take a bundle that was made elsewhere:"
            + " muster distribution import FILE",
        e);
  }

  /** The fault of this machine's files among the causes, if one is. */
  private static Optional<FileFault> disk(List<Throwable> all) {
    return all.stream()
        .filter(IOException.class::isInstance)
        .map(IOException.class::cast)
        .filter(e -> e instanceof FileSystemException || FileFault.of(e).full())
        .map(FileFault::of)
        .filter(fault -> fault.kind() != ErrorKind.UNAVAILABLE)
        .findFirst();
  }

  /** The innermost words, which name file and repository. */
  private static String text(Exception e, List<Throwable> all) {
    Throwable told =
        all.stream()
            .filter(cause -> cause.getClass().getPackageName().endsWith("aether.transfer"))
            .filter(cause -> cause.getMessage() != null)
            .findFirst()
            .orElse(e);
    String text =
        Addresses.withoutCredentials(String.valueOf(told.getMessage())).replaceAll("\\s+", " ");
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }

  private static <T extends Throwable> Optional<T> first(List<Throwable> all, Class<T> type) {
    return all.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  /** An error, its causes, and those of each file that it is about. */
  private static List<Throwable> all(Throwable e) {
    Set<Throwable> seen = new LinkedHashSet<>();
    Deque<Throwable> open = new ArrayDeque<>(List.of(e));
    while (!open.isEmpty() && seen.size() < MOST_CAUSES) {
      Throwable next = open.remove();
      if (!seen.add(next)) {
        continue;
      }
      if (next.getCause() != null) {
        open.add(next.getCause());
      }
      open.addAll(List.of(next.getSuppressed()));
      open.addAll(results(next));
    }
    return new ArrayList<>(seen);
  }

  private static List<Throwable> results(Throwable e) {
    List<Throwable> more = new ArrayList<>();
    if (e instanceof ArtifactResolutionException resolution) {
      for (ArtifactResult result : resolution.getResults()) {
        if (result.isMissing() || !result.isResolved()) {
          more.addAll(result.getExceptions());
        }
      }
    } else if (e instanceof DependencyCollectionException collection
        && collection.getResult() != null) {
      more.addAll(collection.getResult().getExceptions());
    } else if (e instanceof ArtifactDescriptorException descriptor
        && descriptor.getResult() != null) {
      more.addAll(descriptor.getResult().getExceptions());
    }
    return more;
  }
}
