"""The other contenders, each at its best: what they keep and what they leave out stands in README.md."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from lib import Command, Contender, Failed, Missing, environment, measure, require

PEER = Path(__file__).resolve().parent / "peer"

# Debian's celery and redis modules are installed for Debian's Python.
DEBIAN_PYTHON = "/usr/bin/python3"

NEXTFLOW_VERSION = "24.10.0"


def numbers(tasks, folder):
    path = folder / "numbers"
    path.write_text("".join(f"{number}\n" for number in range(tasks)))
    return path


def floor(tasks, scratch):
    compiler = shutil.which("cc") or require("gcc", "gcc")
    program = Path(scratch, "floor")
    measure(Command([compiler, "-O2", "-pthread", "-o", program, PEER / "floor.c"]))
    return Contender(
        "C posix_spawn, 2 threads", tasks, lambda tasks, folder: Command([program, tasks])
    )


def xargs(tasks):
    program = require("xargs", "findutils")

    def prepare(tasks, folder):
        return Command([program, "-P2", "-n1", "true"], stdin=numbers(tasks, folder))

    return Contender("xargs -P2 -n1", tasks, prepare)


def gnu_parallel(tasks):
    program = require("parallel", "parallel")

    def prepare(tasks, folder):
        argv = [program, "--will-cite", "--joblog", folder / "joblog", "-j2", "true"]
        return Command(argv, stdin=numbers(tasks, folder))

    def check(tasks, folder):
        lines = (folder / "joblog").read_text().splitlines()
        if len(lines) != tasks + 1:
            raise Failed(f"GNU parallel's joblog has {len(lines) - 1} of {tasks} tasks")

    return Contender("GNU parallel --joblog -j2", tasks, prepare, check)


def celery(name, kind, tasks, redis):
    def prepare(tasks, folder):
        argv = [DEBIAN_PYTHON, "-B", PEER / "celery_bench.py", kind, tasks]
        return Command(argv, env={"BENCH_REDIS": redis})

    return Contender(name, tasks, prepare)


def require_celery():
    require("redis-server", "redis-server")
    probe = [DEBIAN_PYTHON, "-c", "import celery, redis"]
    if not os.path.exists(DEBIAN_PYTHON) or subprocess.run(probe, capture_output=True).returncode:
        raise Missing("Celery: apt-get install python3-celery python3-redis")


@contextmanager
def celery_service():
    """Redis and a Celery worker with two processes, as long as the block runs; yields Redis's URL."""
    require_celery()
    port = free_port()
    url = f"redis://127.0.0.1:{port}/0"
    with tempfile.TemporaryDirectory(prefix="muster-bench-celery-") as folder:
        redis = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", folder]
        worker = [DEBIAN_PYTHON, "-B", "-m", "celery", "-A", "celery_bench", "worker"]
        worker += ["--concurrency", "2", "--loglevel", "ERROR"]
        worker += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        env = {"BENCH_REDIS": url}
        with service([*redis, "--save", "", "--appendonly", "no"], folder, {}):
            wait_for_port(port)
            with service(worker, PEER, env):
                # The first task answers when the worker is up: the client waits for it.
                measure(celery("probe", "noop", 1, url).prepare(1, folder))
                yield url


@contextmanager
def service(argv, cwd, env):
    process = subprocess.Popen(
        argv,
        cwd=cwd,
        env=environment(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port, host="127.0.0.1"):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            socket.create_connection((host, port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise Failed(f"nothing listens on port {port}")


def nextflow(tasks, scratch):
    java, maven = require("java", "openjdk-17-jre-headless"), require("mvn", "maven")
    classpath = nextflow_classpath(maven, Path(scratch))
    opens = [f"--add-opens=java.base/java.{name}=ALL-UNNAMED" for name in ("lang", "util")]

    def prepare(tasks, folder):
        for name in ("main.nf", "nextflow.config"):
            shutil.copyfile(PEER / name, folder / name)
        argv = [java, *opens, "-cp", classpath, "nextflow.cli.Launcher", "-q", "run", "main.nf"]
        env = {"NXF_OFFLINE": "true", "NXF_HOME": scratch, "NXF_ANSI_LOG": "false"}
        return Command([*argv, "--n", tasks], cwd=folder, env=env)

    def check(tasks, folder):
        log = (folder / ".nextflow.log").read_text()
        if f"succeededCount={tasks};" not in log:
            raise Failed(f"Nextflow's log does not tell of {tasks} tasks that succeeded")

    return Contender(f"Nextflow {NEXTFLOW_VERSION}, local executor", tasks, prepare, check)


def nextflow_classpath(maven, scratch):
    """Its jars from Maven Central; the newest version whose parts are all there is used."""
    pom, classpath = scratch / "pom.xml", scratch / "classpath"
    pom.write_text(
        f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>bench</groupId><artifactId>nextflow</artifactId><version>1</version>
  <packaging>pom</packaging>
  <dependencies><dependency>
    <groupId>io.nextflow</groupId><artifactId>nextflow</artifactId>
    <version>{NEXTFLOW_VERSION}</version>
  </dependency></dependencies>
</project>"""
    )
    goal = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:build-classpath"
    argv = [maven, "-B", "-q", "-f", pom, goal, f"-Dmdep.outputFile={classpath}"]
    done = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        error = next((line for line in done.stdout.splitlines() if "ERROR" in line), "")
        raise Missing(f"Nextflow: Maven cannot resolve io.nextflow:nextflow:{NEXTFLOW_VERSION}: {error}")
    return classpath.read_text()
