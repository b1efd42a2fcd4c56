package dev.muster.fleet;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.sshd.agent.common.AbstractAgentProxy;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** The user's SSH agent over the JDK's Unix sockets; MINA's own client needs native code. */
final class AgentClient extends AbstractAgentProxy {

  // OpenSSH's agent says no longer messages.
  private static final int LONGEST = 256 << 10;

  private final SocketChannel channel;
  private final Predicate<PublicKey> wanted;

  /** Connects. */
  AgentClient(Path socket, Predicate<PublicKey> wanted) throws IOException {
    super(null);
    this.channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    this.wanted = wanted;
  }

  @Override
  public Iterable<? extends Map.Entry<PublicKey, String>> getIdentities() throws IOException {
    List<Map.Entry<PublicKey, String>> some = new ArrayList<>();
    for (Map.Entry<PublicKey, String> identity : super.getIdentities()) {
      if (wanted.test(identity.getKey())) {
        some.add(identity);
      }
    }
    return some;
  }

  @Override
  protected synchronized Buffer request(Buffer buffer) throws IOException {
    ByteBuffer out = ByteBuffer.wrap(buffer.array(), buffer.rpos(), buffer.available());
    while (out.hasRemaining()) {
      channel.write(out);
    }
    int length = read(Integer.BYTES).getInt();
    if (length < 1 || length > LONGEST) {
      throw new IOException("the SSH agent answers with " + length + " bytes");
    }
    return new ByteArrayBuffer(read(length).array());
  }

  private ByteBuffer read(int bytes) throws IOException {
    ByteBuffer in = ByteBuffer.allocate(bytes);
    while (in.hasRemaining()) {
      if (channel.read(in) < 0) {
        throw new EOFException("the SSH agent has closed the connection");
      }
    }
    return in.flip();
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
    super.close();
  }
}
