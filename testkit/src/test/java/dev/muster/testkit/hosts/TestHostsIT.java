package dev.muster.testkit.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The hosts that other tests rely on do what they say. */
class TestHostsIT {

  @Test
  void areHostsOfTheirOwnAndLeaveNothing() throws Exception {
    Path state;
    try (TestHosts hosts = TestHosts.start(2)) {
      state = hosts.key().getParent();
      assertThat(ssh(hosts, "h1", "hostname; cat /etc/hostname; ls /root; getent hosts h2"))
          .startsWith("h1\nh1\n" + hosts.host(2).address());
      assertThat(
              ssh(
                  hosts,
                  "h2",
                  "ping -c1 -W2 h1 >/dev/null 2>&1 || (exec 3<>/dev/tcp/h1/22); echo ok"))
          .contains("ok");
      TestHost host = hosts.host(1);
      assertThat(host.files()).isEmpty();
      assertThat(host.processes()).isEmpty();

      ssh(
          hosts,
          "h1",
          "echo x >/opt/mine; echo y >/tmp/mine; rm /etc/hostname; setsid sleep 77 >/dev/null 2>&1 </dev/null &");
      assertThat(host.files()).containsExactly("/etc/hostname", "/opt/mine", "/tmp/mine");
      assertThat(host.processes()).hasToString("[sleep 77]");
      assertThat(hosts.host(2).files()).isEmpty();
      assertThat(Path.of("/opt/mine")).doesNotExist();
      assertThat(host.run("cat", "/opt/mine")).isEqualTo("x\n");
      assertThat(host.path("/opt/mine")).hasContent("x\n");
    }
    assertThat(state).doesNotExist();
    assertThat(HostsScript.command("ip", "netns")).doesNotContain("mh" + state.getFileName() + "-");
    assertThat(HostsScript.command("ip", "link")).doesNotContain("mh" + state.getFileName() + ":");
    assertThat(Files.readString(Path.of("/proc/mounts"))).doesNotContain(state.toString());
  }

  @Test
  void dieStartAgainAndRunWhatCronRunsAtABoot() throws Exception {
    try (TestHosts hosts = TestHosts.start(1)) {
      TestHost host = hosts.host(1);
      ssh(
          hosts,
          "h1",
          "echo '@reboot echo $HOME >>$HOME/booted' | crontab - && crontab -l && touch /opt/kept /tmp/gone");
      host.kill();
      assertThat(host.isRunning()).isFalse();
      host.boot();
      HostsScript.await("cron", () -> Files.exists(host.path("/root/booted")));
      assertThat(ssh(hosts, "h1", "ls /opt /tmp; cat booted"))
          .contains("kept")
          .contains("/root")
          .doesNotContain("gone");
    }
  }

  @Test
  void differWhereTheyAreToldTo() throws Exception {
    try (TestHosts hosts =
        TestHosts.builder(3)
            .host(1, HostOptions.PLAIN.withoutJava().withNoexecTmp().withSkew(Duration.ofHours(1)))
            .host(
                2,
                HostOptions.PLAIN
                    .withDisk("1m")
                    .withLimit("/data", "2m")
                    .withUser("ann")
                    .withoutNames())
            .host(3, HostOptions.PLAIN.withPasswordOnly("open sesame"))
            .start()) {
      assertThat(
              ssh(
                  hosts,
                  "h1",
                  "java -version; printf '#!/bin/sh\\n' >/tmp/x; chmod +x /tmp/x; /tmp/x; echo $(($(date +%s) - $(/bin/date +%s)))"))
          .contains("java: ")
          .contains("ermission denied")
          .contains("3600");
      assertThat(
              ssh(
                  hosts,
                  "h2",
                  "head -c 2m /dev/zero >/opt/big; head -c 3m /dev/zero >/data/big; getent hosts h1 || echo nobody"))
          .contains("No space left")
          .contains("nobody");
      assertThat(ssh(hosts, "ann@h2", "id -un; pwd")).isEqualTo("ann\n/home/ann\n");
      assertThat(ssh(hosts, "h3", "true")).contains("Permission denied (password)");
    }
  }

  @Test
  void areReachedThroughABastionOnlyWhenThereIsOne() throws Exception {
    try (TestHosts hosts = TestHosts.builder(2).behindBastion().start()) {
      assertThat(ssh(hosts, "h2", "hostname")).isEqualTo("h2\n");
      assertThat(ssh(hosts, "root@" + hosts.host(2).address(), "hostname"))
          .contains("No route to host");
    }
  }

  @Test
  void loseTheirCableAndGetItBack() throws Exception {
    try (TestHosts hosts = TestHosts.start(1)) {
      hosts.host(1).cut();
      assertThat(ssh(hosts, "h1", "hostname")).doesNotContain("h1\n");
      hosts.host(1).restore();
      assertThat(ssh(hosts, "h1", "hostname")).isEqualTo("h1\n");
    }
  }

  @Test
  void haveAFirewallWhenTheyAreToldTo() throws Exception {
    try (TestHosts hosts = TestHosts.start(2)) {
      String reach = "timeout 2 bash -c 'exec 3<>/dev/tcp/h2/22' && echo open || echo closed";
      assertThat(ssh(hosts, "h1", reach)).contains("open");
      hosts.host(2).block(22);
      assertThat(ssh(hosts, "h1", reach)).contains("closed");
      hosts.host(2).unblock();
      hosts.host(2).blockAllButSsh();
      assertThat(ssh(hosts, "h1", reach)).contains("open");
    }
  }

  @Test
  void goWhenTheirOwnerDies() throws Exception {
    TestHosts.assumePossible();
    Path base = Files.createTempDirectory("muster-hosts-test-");
    HostsScript script = new HostsScript(base);
    Process owner = new ProcessBuilder("sleep", "60").start();
    Path state = Path.of(script.run("create", base.toString(), "" + owner.pid(), "1").strip());
    script.start(base.resolve("log"), "boot", state.toString(), "1");
    script.run("sweep", base.toString());
    assertThat(state).exists();
    owner.destroyForcibly().waitFor();
    script.run("sweep", base.toString());
    assertThat(state).doesNotExist();
    assertThat(HostsScript.command("ip", "netns")).doesNotContain("mh" + state.getFileName() + "-");
    HostsScript.command("rm", "-rf", base.toString());
  }

  // The system's ssh: output and errors.
  private static String ssh(TestHosts hosts, String host, String command) throws Exception {
    List<String> argv =
        new ArrayList<>(
            List.of(
                "ssh",
                "-F",
                hosts.sshConfig().toString(),
                "-o",
                "BatchMode=yes",
                "-o",
                "LogLevel=ERROR"));
    if (host.contains("10.214")) {
      argv.addAll(List.of("-o", "StrictHostKeyChecking=no"));
    }
    argv.addAll(List.of("-o", "ConnectTimeout=3", host, command));
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}
