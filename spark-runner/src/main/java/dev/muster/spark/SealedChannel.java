package dev.muster.spark;

import dev.muster.protocol.ProtocolException;
import dev.muster.protocol.spool.Packet;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Packets over TCP between two that share a token, which itself never crosses the network. Each
 * side sends 16 random bytes; a key for each direction is HMAC-SHA256 of them under the token; each
 * packet is sealed with AES-256-GCM under its number. Who has another token cannot make a packet
 * that opens, nor read one, nor repeat one.
 */
final class SealedChannel implements Closeable {

  /** From the connection to the first packet. */
  static final int HANDSHAKE_MILLIS = 10_000;

  private static final int NONCE = 16;
  private static final int TAG_BITS = 128;
  private static final int IV = 12;

  /** Until a peer has shown that it knows the token, it gets no more memory than this. */
  private static final int FIRST_BYTES = 4096;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final SecretKeySpec sendKey;
  private final SecretKeySpec receiveKey;
  private final Cipher sealer;
  private final Cipher opener;
  private long sent;
  private long received;

  private SealedChannel(Socket socket, byte[] token, boolean server) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setKeepAlive(true);
    socket.setSoTimeout(HANDSHAKE_MILLIS);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
    byte[] own = new byte[NONCE];
    new SecureRandom().nextBytes(own);
    out.write(own);
    out.flush();
    byte[] other = new byte[NONCE];
    in.readFully(other);
    byte[] first = server ? own : other;
    byte[] second = server ? other : own;
    try {
      SecretKeySpec fromServer = key(token, "server", first, second);
      SecretKeySpec fromClient = key(token, "client", first, second);
      sendKey = server ? fromServer : fromClient;
      receiveKey = server ? fromClient : fromServer;
      sealer = Cipher.getInstance("AES/GCM/NoPadding");
      opener = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java lacks AES-GCM", e);
    }
  }

  /** Calls a server; that it knows the token shows with its first packet. */
  static SealedChannel connect(String host, int port, byte[] token) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), HANDSHAKE_MILLIS);
      return new SealedChannel(socket, token, false);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Answers a caller; that it knows the token shows with its first packet. */
  static SealedChannel accept(Socket socket, byte[] token) throws IOException {
    return new SealedChannel(socket, token, true);
  }

  /** How long {@link #receive} waits, in milliseconds; 0 for ever. */
  void patience(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  /** The address by which the other side sees this one. */
  String localAddress() {
    return socket.getLocalAddress().getHostAddress();
  }

  /** Sends a packet; safe for use by several threads. */
  synchronized void send(Packet packet) throws IOException {
    byte[] sealed = seal(packet.encode());
    out.writeInt(sealed.length);
    out.write(sealed);
    out.flush();
  }

  /**
   * The next packet; null when the other side has closed. For one thread.
   *
   * @throws ProtocolException when it was not sealed with the same token, or is none
   */
  @Nullable Packet receive() throws IOException {
    int length;
    try {
      length = in.readInt();
    } catch (EOFException e) {
      return null;
    }
    int most = received == 0 ? FIRST_BYTES : Packet.MAX_BYTES + TAG_BITS;
    if (length <= 0 || length > most) {
      throw new ProtocolException("a packet of " + length + " bytes");
    }
    byte[] sealed = new byte[length];
    in.readFully(sealed);
    return Packet.decode(open(sealed));
  }

  private byte[] seal(byte[] plain) throws IOException {
    try {
      sealer.init(Cipher.ENCRYPT_MODE, sendKey, number(sent++));
      return sealer.doFinal(plain);
    } catch (GeneralSecurityException e) {
      throw new IOException("a packet cannot be sealed", e);
    }
  }

  private byte[] open(byte[] sealed) throws IOException {
    try {
      opener.init(Cipher.DECRYPT_MODE, receiveKey, number(received++));
      return opener.doFinal(sealed);
    } catch (GeneralSecurityException e) {
      throw new ProtocolException("a packet that was not sealed with this run's token");
    }
  }

  private static GCMParameterSpec number(long count) {
    return new GCMParameterSpec(TAG_BITS, ByteBuffer.allocate(IV).putLong(count).array());
  }

  private static SecretKeySpec key(byte[] token, String from, byte[] first, byte[] second)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(token, "HmacSHA256"));
    mac.update(("muster " + from).getBytes(StandardCharsets.US_ASCII));
    mac.update(first);
    mac.update(second);
    return new SecretKeySpec(mac.doFinal(), "AES");
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone
    }
  }
}
