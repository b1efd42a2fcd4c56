#!/usr/bin/env python3
"""What it costs to run commands on eight hosts by SSH and to copy 50 MB to all of them."""

import filecmp
import os
import tempfile
from contextlib import nullcontext
from pathlib import Path

import lib
import muster
from hosts import hosts
from lib import Command, Contender, Failed

HOSTS = 8
RATE = "100mbit"
PARTS = ("exec", "batch", "copy", "shaped", "all-shaped")


def main():
    parser = lib.options(__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; default: all")
    parser.add_argument("--batch", type=lib.several, default=100, help="commands of a batch")
    parser.add_argument("--megabytes", type=int, default=50)
    arguments = parser.parse_args()
    parts = arguments.parts or PARTS
    for unknown in set(parts) - set(PARTS):
        parser.error(f"no part {unknown}: one of {', '.join(PARTS)}")
    with tempfile.TemporaryDirectory(prefix="muster-bench-fleet-") as scratch, hosts(HOSTS) as made:
        fleet = Fleet(made, Path(scratch))
        if "exec" in parts:
            measured(arguments, f"`true` on {HOSTS} hosts", fleet.execs())
        if "batch" in parts:
            title = f"{arguments.batch} commands on each of {HOSTS} hosts"
            measured(arguments, title, fleet.batches(arguments.batch))
        file = fleet.file(arguments.megabytes)
        for part, title, shape in (
            ("copy", "the network as it is", nullcontext()),
            ("shaped", f"the sender's uplink {RATE}", made.shaped(RATE)),
            ("all-shaped", f"every uplink {RATE}", made.shaped(RATE, every_host=True)),
        ):
            if part in parts:
                with shape:
                    title = f"{arguments.megabytes} MB to {HOSTS} hosts, {title}"
                    measured(arguments, title, fleet.copies(file))


def measured(arguments, title, makers):
    contenders = lib.available(*makers)
    readings = lib.in_turns(contenders, arguments.rounds)
    first = readings[contenders[0].name]
    rows = [
        [each.name, lib.span(readings[each.name]), f"{lib.ratio(readings[each.name], first):.2f}"]
        for each in contenders
    ]
    notes = ["×: wall time to the first row's; every program is started anew, Java too"]
    lib.report(arguments, title, ["", "s", "×"], rows, readings, notes)


class Fleet:
    """The contenders; all of them log in with the same key and check the same host keys."""

    def __init__(self, made, scratch):
        self.made = made
        self.scratch = scratch
        self.muster = muster.command()
        self.env = made.cluster(self.muster, scratch / "home")
        self.pdsh_env = {"PDSH_SSH_ARGS_APPEND": f"-F {made.ssh_config}"}
        self.names = ",".join(made.names)
        self.config = f"-F {made.ssh_config}"

    # Commands

    def execs(self):
        yield lambda: self.contender(
            "Muster cluster exec", [self.muster, "cluster", "exec", "lab", "--", "true"], self.env
        )
        yield lambda: self.contender("pdsh", self.pdsh("true"), self.pdsh_env)
        yield lambda: self.contender("clush", [*self.clush(), "true"])
        yield lambda: self.contender("parallel ssh", [*self.parallel(), f"ssh {self.config} {{}} true"])

    def batches(self, count):
        lines = self.scratch / "commands"
        lines.write_text("true\n" * count)
        program = lib.require("pdsh", "pdsh")
        yield lambda: self.contender(
            f"Muster cluster exec --batch, {count} commands",
            [self.muster, "cluster", "exec", "lab", "--batch", lines],
            self.env,
        )
        loop = 'i=0; while [ $((i += 1)) -le "$0" ]; do "$@" || exit; done'
        yield lambda: self.contender(
            f"pdsh, {count} times", ["sh", "-c", loop, count, program, *self.pdsh("true")[1:]], self.pdsh_env
        )

    def pdsh(self, *command):
        program = lib.require("pdsh", "pdsh")
        return [program, "-S", "-R", "ssh", "-l", "root", "-w", self.names, *command]

    def clush(self):
        program = lib.require("clush", "clustershell")
        return [program, "-S", "-l", "root", "-o", self.config, "-w", self.names]

    def parallel(self):
        """GNU parallel, all hosts at once; {} is a host."""
        program = lib.require("parallel", "parallel")
        listed = self.scratch / "hosts"
        listed.write_text("".join(f"{name}\n" for name in self.made.names))
        return [program, "--will-cite", f"-j{HOSTS}", "-a", listed]

    @staticmethod
    def contender(name, argv, env=None):
        return Contender(name, HOSTS, lambda tasks, folder: Command(argv, env=env or {}))

    # Copies

    def file(self, megabytes):
        path = self.scratch / "file.bin"
        path.write_bytes(os.urandom(megabytes * 1_000_000))
        return path

    def copies(self, file):
        remote = "/root/file.bin"
        put = [self.muster, "cluster", "put", "lab", file, remote]
        yield lambda: self.copy("Muster cluster put", put, file, self.env)
        scp = f"scp -q {self.config} {file} {{}}:{remote}"
        yield lambda: self.copy("parallel scp", [*self.parallel(), scp], file)
        clush = ["--copy", file, "--dest", remote]
        yield lambda: self.copy("clush --copy", [*self.clush(), *clush], file)
        rsync = f"rsync -W -e 'ssh {self.config}' {file} {{}}:{remote}"
        yield lambda: self.copy("parallel rsync -W", [*self.with_rsync(), rsync], file)

    def with_rsync(self):
        lib.require("rsync", "rsync")
        return self.parallel()

    def copy(self, name, argv, file, env=None):
        there = [self.made.home(number) / file.name for number in self.made.numbers]
        base = self.contender(name, argv, env)

        def prepare(tasks, folder):
            for path in there:
                path.unlink(missing_ok=True)
            return base.prepare(tasks, folder)

        def check(tasks, folder):
            for path in there:
                if not path.exists() or not filecmp.cmp(path, file, shallow=False):
                    raise Failed(f"{name}: {path} is not the file that was sent")

        return Contender(name, HOSTS, prepare, check)


if __name__ == "__main__":
    main()
