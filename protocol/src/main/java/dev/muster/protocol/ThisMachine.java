package dev.muster.protocol;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How this machine is named in reports. No name server is asked: that may take seconds. */
public final class ThisMachine {

  private static final Path KERNEL_NAME = Path.of("/proc/sys/kernel/hostname");

  private final String name;
  private final String address;

  private ThisMachine(String name, String address) {
    this.name = name;
    this.address = address;
  }

  /** Host name. */
  public String name() {
    return name;
  }

  /** Its first IPv4 address that others reach, else 127.0.0.1. */
  public String address() {
    return address;
  }

  /** Looked up once. */
  public static ThisMachine known() {
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
