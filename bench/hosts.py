"""Real SSH hosts to measure on: those of the test kit, each an sshd in namespaces of this machine."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from lib import ROOT, Failed, environment, require

SCRIPT = ROOT / "testkit/src/main/resources/dev/muster/testkit/hosts/hosts.sh"
BASE = Path("/tmp/muster-hosts")


class Hosts:
    """Hosts h1, h2, …, which root's key opens; they share this machine's processors and memory."""

    def __init__(self, state, count):
        self.state = state
        self.numbers = range(1, count + 1)
        self.names = [f"h{number}" for number in self.numbers]
        self.network = (state / "network").read_text().strip()
        self.addresses = [f"{self.network}.{10 + number}" for number in self.numbers]
        self.controller = f"{self.network}.1"
        self.ssh_config = state / "ssh_config"
        self.key = state / "key"
        self.known_hosts = state / "known_hosts"
        self.bridge = f"mh{state.name}"

    def home(self, number):
        """The home folder of root on a host, as this machine sees it."""
        return self.state / str(number) / "disk/root"

    def ssh(self, number, *argv, stdin=None):
        """Runs a command line on a host; what it printed."""
        words = ["ssh", "-F", self.ssh_config, self.names[number - 1], *argv]
        done = subprocess.run(words, stdin=stdin or subprocess.DEVNULL, capture_output=True)
        if done.returncode:
            raise Failed(f"{argv} on h{number}: {done.stderr.decode(errors='replace')[-2000:]}")
        return done.stdout.decode()

    def sent(self):
        """Bytes that this machine has sent to all hosts."""
        return int(Path("/sys/class/net", self.bridge, "statistics/tx_bytes").read_text())

    @contextmanager
    def shaped(self, rate, every_host=False):
        """Lets this machine, or it and every host, send no faster, as long as the block runs."""
        shape = ["root", "tbf", "rate", rate, "burst", "128kb", "latency", "50ms"]
        outside = [["tc", "qdisc", "{}", "dev", self.bridge]]
        if every_host:
            outside += [
                ["ip", "netns", "exec", f"{self.bridge}-{n}", "tc", "qdisc", "{}", "dev", "eth0"]
                for n in self.numbers
            ]
        lines = [[word.format("replace") for word in line] + shape for line in outside]
        try:
            for line in lines:
                run(line)
            yield
        finally:
            for line in outside:
                subprocess.run([word.format("del") for word in line] + ["root"], check=False)

    def cluster(self, muster, home, name="lab"):
        """Makes a Muster cluster of them; the environment in which Muster knows it."""
        env = {"MUSTER_HOME": home, "MUSTER_LEDGER": None}
        options = ["--user", "root", "-i", self.key, "--known-hosts", self.known_hosts]
        run([muster, "cluster", "create", name, *options, *self.addresses], env)
        return env


@contextmanager
def hosts(count):
    """So many hosts, as long as the block runs."""
    if os.geteuid() != 0:
        raise SystemExit("hosts are namespaces: run as root")
    for program, package in (("sshd", "openssh-server"), ("ip", "iproute2"), ("tc", "iproute2")):
        if not shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin:/sbin"):
            require(program, package)
    said = run(["sh", SCRIPT, "create", BASE, os.getpid(), count])
    made = Hosts(Path(said.strip().splitlines()[-1]), count)
    booted = []
    try:
        for number in made.numbers:
            with open(made.state / str(number) / "log", "ab") as log:
                booted.append(
                    subprocess.Popen(
                        ["sh", SCRIPT, "boot", made.state, str(number)],
                        stdin=subprocess.DEVNULL,
                        stdout=log,
                        stderr=log,
                    )
                )
        for number in made.numbers:
            await_ssh(made, number)
        yield made
    finally:
        run(["sh", SCRIPT, "remove", made.state])
        for process in booted:
            process.wait(timeout=20)


def await_ssh(made, number):
    deadline = time.monotonic() + 30
    while True:
        try:
            made.ssh(number, "true")
            return
        except Failed:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def run(argv, env=None):
    """Runs a command that is not measured; what it printed."""
    done = subprocess.run(
        [str(word) for word in argv],
        env=environment(env or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise Failed(f"{' '.join(map(str, argv))[:200]}: {done.stdout[-2000:]}")
    return done.stdout
