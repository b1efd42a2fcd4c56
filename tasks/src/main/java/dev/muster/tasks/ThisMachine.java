package dev.muster.tasks;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How this machine is named in reports. No name server is asked: that may take seconds.
 *
 * @param name host name
 * @param address its first IPv4 address that others reach, else 127.0.0.1
 */
record ThisMachine(String name, String address) {

  private static final Path KERNEL_NAME = Path.of("/proc/sys/kernel/hostname");

  /** Looked up once. */
  static ThisMachine known() {
    return Known.MACHINE;
  }

  private static final class Known {
    static final ThisMachine MACHINE = new ThisMachine(findName(), findAddress());
  }

  private static String findName() {
    try {
      return Files.readString(KERNEL_NAME).strip();
    } catch (IOException notLinux) {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        return "localhost";
      }
    }
  }

  private static String findAddress() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
          .map(InetAddress::getHostAddress)
          .findFirst()
          .orElse("127.0.0.1");
    } catch (SocketException e) {
      return "127.0.0.1";
    }
  }
}
