#!/usr/bin/env python3
"""What it costs to put Spark on three hosts, to begin a run there, and to run 2000 no-op tasks."""

import json
import statistics
import subprocess
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import lib
import muster
import peers
from hosts import hosts, run
from lib import Command, Contender, Failed

HOSTS = 3
SLOTS = 2
BY_HAND = peers.PEER / "spark_by_hand.sh"
OPTIONS = ["-o", "memory=1g", "-o", f"cores={SLOTS}", "--conf", "spark.executor.memory=512m"]
SERVICE = ".muster/clusters/lab/services/spark"
PARTS = ("deploy", "first", "tasks")


def main():
    parser = lib.options(__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; default: all")
    parser.add_argument("--tasks", type=lib.several, default=2000)
    parser.add_argument("--offline", action="store_true", help="take Spark from Muster's cache only")
    arguments = parser.parse_args()
    parts = arguments.parts or PARTS
    for unknown in set(parts) - set(PARTS):
        parser.error(f"no part {unknown}: one of {', '.join(PARTS)}")
    with tempfile.TemporaryDirectory(prefix="muster-bench-spark-") as scratch, hosts(HOSTS) as made:
        bench = Bench(made, Path(scratch), ["--offline"] if arguments.offline else [])
        if "deploy" in parts:
            deploy(arguments, bench)
        bench.deploy()
        if "first" in parts:
            first(arguments, bench)
        if "tasks" in parts:
            tasks(arguments, bench)


def deploy(arguments, bench):
    fresh, again, hand = bench.fresh(), bench.again(), bench.by_hand()
    readings = lib.in_turns([fresh, again, hand], arguments.rounds)
    rows = [
        [each.name, lib.span(readings[each.name]), f"{lib.ratio(readings[each.name], readings[hand.name]):.2f}"]
        for each in (fresh, again, hand)
    ]
    rows[1][0] += f", {max(bench.moved) / 1000:.0f} kB sent at most"
    notes = ["ready: the master runs and both workers are registered; Spark's jars are in the cache of this machine"]
    title = f"Spark on {HOSTS} hosts, until it is ready"
    lib.report(arguments, title, ["", "s", "× by hand"], rows, readings, notes)


def first(arguments, bench):
    begun = []
    mapped, bare = bench.mapped(1, begun), bench.bare_submit()
    readings = lib.in_turns([mapped, bare], arguments.rounds)
    walls = lib.walls(readings[bare.name])
    ratio = statistics.median(a / b for a, b in zip(begun, walls))
    rows = [
        [f"{mapped.name}: from its call to its first task", spread(begun), f"{ratio:.2f}"],
        [f"{mapped.name}: whole", lib.span(readings[mapped.name]), f"{lib.ratio(readings[mapped.name], readings[bare.name]):.2f}"],
        [bare.name, lib.span(readings[bare.name]), "1.00"],
    ]
    notes = ["the bare application makes its context, has one task run by an executor, and ends"]
    lib.report(arguments, "One task on Spark", ["", "s", "× bare"], rows, readings, notes)


def tasks(arguments, bench):
    count = arguments.tasks
    with ExitStack() as stack:
        contenders = lib.available(
            lambda: bench.mapped(count), lambda: stack.enter_context(bench.celery(count))
        )
        readings = lib.in_turns(lib.each_with_one_task(contenders), arguments.rounds)
    head, rows = lib.per_task_table(contenders, readings)
    notes = [
        "net: (all tasks − one task) / (tasks − 1), start-up apart; ×: net to the first row's net",
        f"{HOSTS - 1} hosts with {SLOTS} workers each for both; Celery's workers wait, Spark's are started by the run",
    ]
    lib.report(arguments, f"A Python no-op × {count} on the hosts", head, rows, readings, notes)


def spread(seconds):
    return f"{statistics.median(seconds):.2f} ({min(seconds):.2f}–{max(seconds):.2f})"


class Bench:
    """The contenders on the same hosts, of which at most one has Spark at a time."""

    def __init__(self, made, scratch, network):
        self.made = made
        self.scratch = scratch
        self.network = network
        self.muster = muster.command()
        # The cache is the user's own; what Muster knows of clusters and runs is not.
        home = scratch / "home"
        home.mkdir()
        cache = Path(lib.environment({}).get("MUSTER_HOME", Path.home() / ".muster")) / "cache"
        cache.mkdir(parents=True, exist_ok=True)
        (home / "cache").symlink_to(cache)
        self.env = made.cluster(self.muster, home)
        run([self.muster, "distribution", "fetch", "spark", *network], self.env)
        self.moved = []

    # Deployments

    def command(self):
        return [self.muster, "cluster", "deploy", "lab", "spark", *OPTIONS, *self.network, "--quiet"]

    def deploy(self):
        self.clean()
        run(self.command(), self.env)

    def clean(self):
        """Takes Spark off all hosts, whoever put it there."""
        subprocess.run(
            [str(word) for word in (self.muster, "cluster", "undeploy", "lab", "spark", "--yes")],
            env=lib.environment(self.env),
            capture_output=True,
        )
        for number in self.made.numbers:
            self.made.ssh(number, "pkill -9 -f '[o]rg.apache.spark.deploy'; rm -rf spark; true")

    def fresh(self):
        def prepare(tasks, folder):
            self.clean()
            return Command(self.command(), env=self.env)

        return Contender("Muster cluster deploy, nothing there", HOSTS, prepare, self.check)

    def again(self):
        def prepare(tasks, folder):
            self.before = self.made.sent()
            return Command(self.command(), env=self.env)

        def check(tasks, folder):
            self.moved.append(self.made.sent() - self.before)
            self.check(tasks, folder)

        return Contender("Muster cluster deploy, all there", HOSTS, prepare, check)

    def check(self, tasks, folder):
        for number in self.made.numbers:
            daemon = "master.Master" if number == 1 else "worker.Worker"
            self.made.ssh(number, f"pgrep -f '[o]rg.apache.spark.deploy.{daemon}'")

    def by_hand(self):
        jars = run([self.muster, "distribution", "bundle", "spark", "-o", self.scratch / "spark.tar.gz"], self.env)
        run(["tar", "-C", self.scratch, "-xzf", self.scratch / "spark.tar.gz"])
        trees = [path.parent for path in self.scratch.glob("**/jars") if path.is_dir()]
        if len(trees) != 1:
            raise Failed(f"no jars in the bundle: {jars}")

        def prepare(tasks, folder):
            self.clean()
            words = ["sh", BY_HAND, self.made.ssh_config, trees[0], self.made.addresses[0]]
            return Command([*words, *self.made.names])

        return Contender("a script by hand: tar over ssh, start, wait", HOSTS, prepare, self.check)

    # Runs

    def mapped(self, count, begun=None):
        def check(tasks, folder):
            muster.all_done(tasks, folder)
            if begun is not None:
                told = folder / "project/results/latest/performance.json"
                begun.append(json.loads(told.read_text())["initial_process_time"])

        return muster.mapped(
            "Muster map --cluster",
            count,
            muster.numbers_project({"python": "entrypoint:main"}),
            extra=["--cluster", "lab", "--fresh"],
            env=self.env,
            check=check,
            workers=None,
        )

    def bare_submit(self):
        classes = self.scratch / "classes"
        jars = next(iter(self.made.home(1).glob(f"{SERVICE}/**/jars")), None) or self.jars()
        lib.require("javac", "openjdk-17-jdk-headless")
        run(["javac", "-cp", f"{jars}/*", "-d", classes, peers.PEER / "Empty.java"])
        jar = self.scratch / "empty.jar"
        run(["jar", "--create", "--file", jar, "-C", classes, "."])
        self.made.ssh(1, "mkdir -p bench/work")
        (self.made.home(1) / "bench/empty.jar").write_bytes(jar.read_bytes())
        line = f"cd bench/work && sh ~/{SERVICE}/submit.sh 512m --class Empty ../empty.jar"
        words = ["ssh", "-F", self.made.ssh_config, self.made.names[0], line]
        return Contender("spark-submit of an empty application", 1, lambda tasks, folder: Command(words))

    def jars(self):
        found = [path for path in self.made.home(1).glob(".muster/**/jars") if path.is_dir()]
        if not found:
            raise Failed("Spark's jars are not on h1")
        return found[0]

    @contextmanager
    def celery(self, count):
        """Redis here, a Celery worker on each host but the first; yields the contender."""
        peers.require_celery()
        port = peers.free_port()
        url = f"redis://{self.made.controller}:{port}/0"
        redis = ["redis-server", "--port", str(port), "--bind", self.made.controller, "--protected-mode", "no"]
        with ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="muster-bench-celery-"))
            stack.enter_context(peers.service([*redis, "--dir", folder, "--save", ""], folder, {}))
            peers.wait_for_port(port, self.made.controller)
            for number in list(self.made.numbers)[1:]:
                (self.made.home(number) / "celery_bench.py").write_bytes(
                    (peers.PEER / "celery_bench.py").read_bytes()
                )
                worker = f"BENCH_REDIS={url} exec {peers.DEBIAN_PYTHON} -B -m celery -A celery_bench worker"
                worker += f" --concurrency {SLOTS} --loglevel ERROR"
                worker += " --without-gossip --without-mingle --without-heartbeat"
                words = ["ssh", "-tt", "-F", str(self.made.ssh_config), self.made.names[number - 1], worker]
                stack.enter_context(peers.service(words, folder, {}))
            contender = peers.celery("Celery + Redis, no-op function", "noop", count, url)
            lib.measure(contender.prepare(1, Path(folder)))
            time.sleep(1)  # the first worker has answered; the others come up in the same moment
            yield contender


if __name__ == "__main__":
    main()
