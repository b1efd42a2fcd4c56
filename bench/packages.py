#!/usr/bin/env python3
"""What it costs to build a package of 300 MB of jars, and to install it on three hosts."""

import json
import subprocess
import tempfile
from pathlib import Path

import lib
import muster
from hosts import hosts, run
from lib import Command, Contender, Failed

HOSTS = 3
JARS = "org.apache.spark:spark-core_2.13:4.1.1,org.apache.spark:spark-sql_2.13:4.1.1"
PARTS = ("build", "install")
MOST = {"build": 1.3, "install": 1.3}  # times what is done by hand, and the copy alone
BY_HAND = 'cd "$1" && tar cf "$2/by-hand.tar" . && find . -type f -print0 | xargs -0 sha256sum >"$2/sums"'


def main():
    parser = lib.options(__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; default: all")
    parser.add_argument("--jars", default=JARS, help="coordinates (default: Spark's)")
    arguments = parser.parse_args()
    parts = arguments.parts or PARTS
    for unknown in set(parts) - set(PARTS):
        parser.error(f"no part {unknown}: one of {', '.join(PARTS)}")
    with tempfile.TemporaryDirectory(prefix="muster-bench-packages-") as scratch:
        bench = Bench(Path(scratch), arguments.jars)
        ratios = {}
        if "build" in parts:
            ratios["build"] = build(arguments, bench)
        if "install" in parts:
            with hosts(HOSTS) as made:
                ratios["install"] = install(arguments, bench, made)
    for part, ratio in ratios.items():
        lib.say(f"{part}: {ratio:.2f} times, at most {MOST[part]} is wanted")
    if any(ratio > MOST[part] for part, ratio in ratios.items()):
        raise Failed("too slow")


class Bench:
    def __init__(self, scratch, jars):
        self.scratch = scratch
        self.jars = jars
        self.muster = muster.command()
        self.env = {"MUSTER_HOME": scratch / "home", "MUSTER_LEDGER": None}
        self.project = scratch / "project"
        self.project.mkdir()
        (self.project / "main.py").write_text("print('hello')\n")
        self.package = scratch / "package.tar"
        run(self.argv(self.package), self.env)  # the cache is warm from now on
        self.files = scratch / "files"
        self.files.mkdir()
        subprocess.run(["tar", "xf", self.package, "-C", self.files, "--strip-components=1"], check=True)

    def argv(self, output):
        return [self.muster, "package", "build", self.project, "--jars", self.jars, "-o", output]

    def megabytes(self):
        return self.package.stat().st_size / 1e6


def build(arguments, bench):
    def check(tasks, folder):
        if (folder / "package.tar").stat().st_size != bench.package.stat().st_size:
            raise Failed("another package than before")

    ours = Contender(
        "muster package build", 1, lambda tasks, folder: Command(bench.argv(folder / "package.tar"), env=bench.env), check
    )
    hand = Contender(
        "tar, then sha256sum",
        1,
        lambda tasks, folder: Command(["sh", "-c", BY_HAND, "sh", bench.files, folder]),
    )
    readings = lib.in_turns([ours, hand], arguments.rounds)
    rows = [
        [each.name, lib.span(readings[each.name]), f"{lib.ratio(readings[each.name], readings[hand.name]):.2f}"]
        for each in (ours, hand)
    ]
    notes = ["the cache is warm; Java's start is in it"]
    title = f"A package of {bench.megabytes():.0f} MB"
    lib.report(arguments, title, ["", "s", "× by hand"], rows, readings, notes)
    return lib.ratio(readings[ours.name], readings[hand.name])


def install(arguments, bench, made):
    cluster = bench.scratch / "cluster.yaml"
    cluster.write_text(
        json.dumps(
            {
                "name": "lab",
                "provider": "ssh",
                "hosts": made.addresses,
                "auth": {"user": "root", "key": str(made.key), "known_hosts": str(made.known_hosts)},
            }
        )
    )
    run([bench.muster, "cluster", "create", "-f", cluster], bench.env)

    def clean(folder, argv):
        for number in made.numbers:
            made.ssh(number, "rm", "-rf", ".muster/clusters/lab/packages", "raw")
        return Command(argv, env=bench.env)

    ours = Contender(
        "muster package install",
        1,
        lambda tasks, folder: clean(folder, [bench.muster, "package", "install", bench.package, "--cluster", "lab"]),
    )
    raw = Contender(
        "muster cluster put of the same file",
        1,
        lambda tasks, folder: clean(folder, [bench.muster, "cluster", "put", "lab", bench.package, "raw"]),
    )
    readings = lib.in_turns([ours, raw], arguments.rounds)
    rows = [
        [each.name, lib.span(readings[each.name]), f"{lib.ratio(readings[each.name], readings[raw.name]):.2f}"]
        for each in (ours, raw)
    ]
    notes = ["no wheels, so no environment is made; hosts share this machine's processors"]
    title = f"A package of {bench.megabytes():.0f} MB to {HOSTS} hosts"
    lib.report(arguments, title, ["", "s", "× the copy"], rows, readings, notes)
    return lib.ratio(readings[ours.name], readings[raw.name])


if __name__ == "__main__":
    main()
