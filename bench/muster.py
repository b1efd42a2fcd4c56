"""Muster as a contender: a fresh copy of a small project for every run."""

import csv
import json
import os

from lib import ROOT, Command, Contender, Failed, Missing, measure

MUSTER = ROOT / "muster"

NOOP = "def main():\n    return {}\n"


def command():
    """The command of this repository, built."""
    if not os.access(MUSTER, os.X_OK):
        raise Missing(f"Muster: no {MUSTER.name} in the repository root")
    measure(Command([MUSTER, "--version"]))
    return MUSTER


def mapped(name, tasks, write_project, extra=(), env=None, check=None, used_home=False, workers=2):
    """A contender that runs `muster map`; write_project(folder, tasks) writes the project.

    MUSTER_HOME is empty, or with used_home one in which another project ran before, as a user's is,
    or the one of env. workers: None where an engine has its own.
    """
    command()

    def prepare(tasks, folder):
        project = folder / "project"
        project.mkdir()
        write_project(project, tasks)
        settings = {"MUSTER_HOME": folder / "home", "MUSTER_LEDGER": None, **(env or {})}
        if used_home:
            before = folder / "before"
            before.mkdir()
            (before / "input.txt").write_text("one input\n")
            describe(before, "input.txt", {"python": "entrypoint:main"}, {}, {"name": "before"})
            measure(Command([MUSTER, "map", before, "-n", "0", "--quiet"], env=settings))
        slots = [] if workers is None else ["-w", workers]
        return Command(
            [MUSTER, "map", project, *slots, "-n", "0", "--quiet", *extra], env=settings
        )

    return Contender(name, tasks, prepare, check or all_done)


def all_done(tasks, folder):
    """Every task has a row in results.csv and none in errors.csv."""
    done, failed = (rows(folder, name) for name in ("results.csv", "errors.csv"))
    if len(done) != tasks or failed:
        raise Failed(f"{len(done)} of {tasks} tasks have a result, {len(failed)} an error")


def rows(folder, name):
    path = folder / "project" / "results" / "latest" / name
    if not path.exists():
        return []
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def numbers_project(entrypoint, extra=None):
    """One input and a matrix of numbers: as many tasks as numbers, as the peers get numbers too."""

    def write(project, tasks):
        (project / "input.txt").write_text("one input\n")
        describe(project, "input.txt", entrypoint, {"i": {"matrix": list(range(tasks))}}, extra)

    return write


def files_project(entrypoint, extra=None):
    """As many small files as tasks."""

    def write(project, tasks):
        write_files(project, tasks)
        describe(project, "data/*.txt", entrypoint, {}, extra)

    return write


def grid_project(entrypoint, per_file):
    """Small files, and for each of them a matrix of numbers."""

    def write(project, tasks):
        write_files(project, tasks // per_file)
        matrix = {"i": {"matrix": list(range(per_file))}}
        describe(project, "data/*.txt", entrypoint, matrix)

    return write


def write_files(project, count):
    (project / "data").mkdir()
    for index in range(count):
        (project / "data" / f"{index:07d}.txt").write_text(f"{index}\n")


def describe(project, inputs, entrypoint, params, extra=None):
    """Writes muster.yaml, as JSON (which is YAML), and the no-op function."""
    (project / "entrypoint.py").write_text(NOOP)
    settings = {"name": "bench", "inputs": inputs, "entrypoint": entrypoint}
    if params:
        settings["params"] = params
    (project / "muster.yaml").write_text(json.dumps({**settings, **(extra or {})}))
