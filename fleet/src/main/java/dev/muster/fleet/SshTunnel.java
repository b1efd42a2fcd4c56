package dev.muster.fleet;

import dev.muster.spi.fleet.Tunnel;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.forward.ExplicitPortForwardingTracker;

/** A port here that leads through a session. */
final class SshTunnel implements Tunnel {

  private final ClientSession session;
  private final ExplicitPortForwardingTracker tracker;
  private final CountDownLatch end = new CountDownLatch(1);

  SshTunnel(ClientSession session, ExplicitPortForwardingTracker tracker) {
    this.session = session;
    this.tracker = tracker;
    session.addCloseFutureListener(future -> end.countDown());
  }

  @Override
  public int localPort() {
    return tracker.getBoundAddress().getPort();
  }

  @Override
  public boolean isOpen() {
    return session.isOpen() && tracker.isOpen();
  }

  @Override
  public void await() throws InterruptedException {
    end.await();
  }

  @Override
  public void close() {
    try {
      tracker.close();
    } catch (IOException e) {
      // The connection went before.
    }
    end.countDown();
  }
}
