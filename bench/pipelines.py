#!/usr/bin/env python3
"""A pipeline of 12 Spark components: Muster, with and without one warm JVM, and a loop of spark-submit."""

import json
import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import lib
import muster
from lib import Command, Contender, Failed

SAMPLE = lib.ROOT / "examples" / "weather-pipeline"
JAR = SAMPLE / "target" / "weather.jar"
MAIN = "dev.muster.examples.weather.Main"
COMPONENTS = ["Ingest", "Clean", "QualityWarnings", "Monthly", "Extremes", "Export"]
HALVES = ["first", "second"]
MASTER = "local[2]"


def main():
    parser = lib.options(__doc__)
    parser.add_argument("--spark-home", type=Path, help="a folder of Spark or of its jars; default: that of the tests")
    arguments = parser.parse_args()
    jars = spark(arguments.spark_home)
    with tempfile.TemporaryDirectory(prefix="muster-bench-pipelines-") as home:
        loop = looped(jars)
        plain = piped("Muster", jars, home, [])
        warm = piped("Muster, --reuse-session", jars, home, ["--reuse-session"])
        make_archive(plain, home)
        contenders = [loop, plain, warm]
        readings = lib.in_turns(contenders, arguments.rounds)
    base = readings[loop.name]
    rows = [
        [
            each.name,
            lib.span(readings[each.name]),
            f"{lib.ratio(base, readings[each.name]):.2f}",
            f"{sum(r.cpu for r in readings[each.name]) / len(readings[each.name]):.0f}",
        ]
        for each in contenders
    ]
    notes = [
        "the six components of examples/weather-pipeline twice, one after the other, on the data of eight years",
        "×: how many times as fast as the loop; every run's tables are compared with the expected ones",
        "Muster's class-data archive of this Spark was made before, as on any machine after its first run",
    ]
    lib.report(arguments, "A pipeline of 12 Spark components", ["", "s", "× the loop", "CPU, s"], rows, readings, notes)


def make_archive(plain, home):
    """Muster makes it in the background of its first run with a Spark; its later runs have it."""
    with tempfile.TemporaryDirectory(prefix="muster-bench-") as scratch:
        command = plain.prepare(12, Path(scratch))
        lib.measure(replace(command, argv=[*command.argv, "--only", "first-Ingest"]))
    deadline = time.monotonic() + 300
    while not any(Path(home, "cache", "spark-archives").glob("*.jsa")):
        if time.monotonic() > deadline:
            raise Failed("no class-data archive was made within 300 s")
        time.sleep(0.5)


def spark(named):
    if not JAR.is_file():
        raise SystemExit(f"no {JAR}: mvn -q package -pl examples/weather-pipeline")
    named = named or lib.ROOT / "engines" / "spark-jars-3.5" / "target" / "jars"
    for jars in (named / "jars", named):
        if any(jars.glob("spark-core_*.jar")):
            return jars.resolve()
    raise SystemExit(f"no Spark in {named}: mvn -q package -pl engines/spark-jars-3.5, or --spark-home FOLDER")


def configure(folder):
    """Configurations of both halves, which write below this run's folder."""
    shutil.copytree(SAMPLE / "config", folder / "config")
    general = (SAMPLE / "config" / "general.ini").read_text()
    for half in HALVES:
        text = general.replace("home_dir = work", f"home_dir = {folder / half}", 1)
        text = text.replace("../demo/data", str(lib.ROOT / "examples" / "demo" / "data"), 1)
        (folder / "config" / f"{half}.ini").write_text(text)


def words(half, component):
    file = "".join("_" + c.lower() if c.isupper() and i else c.lower() for i, c in enumerate(component))
    return [component, f"config/{half}.ini", f"config/{file}.ini"]


# Spark's jars come without its scripts. What bin/spark-submit does by way of bin/spark-class: the launcher, a
# Java of its own, prints the words of the driver's command, each with a NUL behind it; then they are run.
LAUNCHER = "org.apache.spark.launcher.Main"


def looped(jars):
    """As the old orchestrator does it: spark-submit for each component, stop at the first failure."""
    submit = ["java", "-Xmx128m", "-cp", f"{jars}/*", LAUNCHER, "org.apache.spark.deploy.SparkSubmit"]
    submit += ["--master", MASTER, "--class", MAIN, str(JAR)]
    scala = next(jars.glob("spark-core_*.jar")).name.split("_")[1].split("-")[0]

    def prepare(tasks, folder):
        configure(folder)
        home = folder / "spark"
        home.mkdir()
        (home / "jars").symlink_to(jars)
        lines = [
            [*submit, *words(half, component)] for half in HALVES for component in COMPONENTS
        ]
        script = folder / "loop.py"
        script.write_text(
            "import json, os, subprocess, sys\n"
            f"for line in json.loads({json.dumps(json.dumps(lines))}):\n"
            "    printed = subprocess.run(line, stdout=subprocess.PIPE, check=True).stdout\n"
            "    words = [os.fsdecode(word) for word in printed.lstrip(b'\\0\\n').split(b'\\0')[:-1]]\n"
            "    code = subprocess.run(words).returncode\n"
            "    if code:\n"
            "        sys.exit(code)\n"
        )
        env = {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_HOME": home, "SPARK_SCALA_VERSION": scala}
        return Command(["python3", script], cwd=folder, env=env)

    return Contender("a loop of spark-submit", 12, prepare, check)


def piped(name, jars, home, extra):
    program = muster.command()

    def prepare(tasks, folder):
        configure(folder)
        steps = []
        for half in HALVES:
            for component in COMPONENTS:
                step = {
                    "id": f"{half}-{component}",
                    "class": MAIN,
                    "jar": str(JAR),
                    "args": words(half, component),
                }
                if steps:
                    step["depends_on"] = [steps[-1]["id"]]
                steps.append(step)
        (folder / "pipeline.json").write_text(json.dumps({"steps": steps}, indent=1))
        return Command(
            [program, "pipeline", "run", "pipeline.json", "--master", MASTER, "--spark-home", jars, "--quiet", *extra],
            cwd=folder,
            env={"MUSTER_HOME": home, "MUSTER_LEDGER": None},
        )

    return Contender(name, 12, prepare, check)


def check(tasks, folder):
    for half in HALVES:
        for table in ("months", "extremes"):
            found = folder / half / "exports" / table / "part-00000"
            expected = SAMPLE / "expected" / f"{table}.csv"
            if not found.is_file() or found.read_bytes() != expected.read_bytes():
                raise Failed(f"{found} is not as {expected}")


if __name__ == "__main__":
    main()
