#!/usr/bin/env python3
"""Does time grow in line with tasks, in 512 MiB of heap? No-op tasks run, and a million planned."""

import os
from statistics import median

import lib
import muster

NOOP = {"python": "entrypoint:main"}
PER_FILE = 100
HEAP = "-Xmx512m"


def main():
    parser = lib.options(__doc__, rounds=1)
    parser.add_argument("--run", type=int, nargs="*", default=[1000, 10_000, 100_000])
    parser.add_argument("--plan", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    arguments = parser.parse_args()
    options = f"{os.environ.get('MUSTER_JAVA_OPTS', '')} {HEAP}".strip()
    env = {"MUSTER_JAVA_OPTS": options}
    write = muster.grid_project(NOOP, PER_FILE)
    runs = lib.available(*(
        lambda tasks=tasks: muster.mapped(f"run {tasks:,}", tasks, write, env=env)
        for tasks in arguments.run
    )) if arguments.run else []
    plans = lib.available(*(
        lambda tasks=tasks: muster.mapped(
            f"plan {tasks:,}", tasks, write, ["--dry-run"], env, check=lambda *_: None
        )
        for tasks in arguments.plan
    )) if arguments.plan else []
    readings = lib.in_turns([*runs, *plans], arguments.rounds)
    head = ["", "s", "ms/task", "growth of tasks", "growth of time", "peak RSS, MiB"]
    rows = [*growth(runs, readings), *growth(plans, readings)]
    notes = [
        f"java {HEAP}; one input file for each {PER_FILE} tasks, a matrix of numbers on each file",
        "growth: against the row before; the first row is mostly start-up. In line: time grows no more"
        " than tasks do",
        "peak RSS: of the largest process of the run, which is the Java machine",
    ]
    lib.report(arguments, "Scale", head, rows, readings, notes)


def growth(contenders, readings):
    rows, before = [], None
    for contender in contenders:
        taken = readings[contender.name]
        own = median(lib.walls(taken))
        more = ("", "") if before is None else (
            f"{contender.tasks / before.tasks:.1f}",
            f"{lib.ratio(taken, readings[before.name]):.1f}",
        )
        peak = max(reading.peak for reading in taken)
        per_task = f"{own / contender.tasks * 1000:.3f}"
        rows.append([contender.name, lib.span(taken), per_task, *more, f"{peak:.0f}"])
        before = contender
    return rows


if __name__ == "__main__":
    main()
