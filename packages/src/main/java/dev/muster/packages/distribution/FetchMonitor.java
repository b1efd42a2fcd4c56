package dev.muster.packages.distribution;

import dev.muster.spi.distribution.FetchListener;
import dev.muster.spi.distribution.FetchListener.Progress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.aether.AbstractRepositoryListener;
import org.eclipse.aether.RepositoryEvent;
import org.eclipse.aether.RepositoryListener;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferCancelledException;
import org.eclipse.aether.transfer.TransferEvent;

/** Counts what comes over the network, and ends every transfer once it was told to stop. */
final class FetchMonitor extends AbstractTransferListener {

  private final FetchListener listener;
  private final Set<String> jars = ConcurrentHashMap.newKeySet();
  private final AtomicLong bytes = new AtomicLong();
  private volatile int totalFiles;
  private volatile boolean stopped;

  FetchMonitor(FetchListener listener) {
    this.listener = listener;
  }

  /** No transfer begins or goes on after this. */
  void stop() {
    stopped = true;
  }

  boolean stopped() {
    return stopped;
  }

  /** From now on the number of files is known. */
  void expect(int total) {
    totalFiles = total;
    tell();
  }

  /** Hears of files that were here already. */
  RepositoryListener resolved() {
    return new AbstractRepositoryListener() {
      @Override
      public void artifactResolved(RepositoryEvent event) {
        if (event.getArtifact().getPath() != null) {
          here(event.getArtifact().getPath().getFileName().toString());
        }
      }
    };
  }

  @Override
  public void transferInitiated(TransferEvent event) throws TransferCancelledException {
    look();
  }

  @Override
  public void transferStarted(TransferEvent event) throws TransferCancelledException {
    look();
  }

  @Override
  public void transferProgressed(TransferEvent event) throws TransferCancelledException {
    look();
    bytes.addAndGet(event.getDataLength());
    tell();
  }

  @Override
  public void transferSucceeded(TransferEvent event) {
    String name = event.getResource().getResourceName();
    here(name.substring(name.lastIndexOf('/') + 1));
  }

  private void here(String file) {
    if (file.endsWith(".jar") && jars.add(file)) {
      tell();
    }
  }

  private void tell() {
    listener.progress(new Progress(Math.min(jars.size(), totalFiles), totalFiles, bytes.get()));
  }

  private void look() throws TransferCancelledException {
    if (stopped) {
      throw new TransferCancelledException("stopped");
    }
  }
}
