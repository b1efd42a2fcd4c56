#!/usr/bin/env python3
"""100 real CSV tasks of about 50 ms on two workers: the whole run against the time in its tasks."""

import random
from pathlib import Path
from statistics import median

import lib
import muster

FILES, COLUMNS, LINES = 50, ("power", "wind"), 13_000

# Reads a file and computes with all of its numbers; it never sleeps.
ENTRYPOINT = '''
import csv
from statistics import fmean, pstdev


def main(path, column):
    with open(path, newline="") as file:
        values = [float(row[column]) for row in csv.DictReader(file)]
    smooth = [fmean(values[max(0, i - 12) : i + 12]) for i in range(len(values))]
    rough = [abs(a - b) for a, b in zip(values, smooth)]
    return {"mean": fmean(values), "deviation": pstdev(values), "roughness": fmean(sorted(rough))}
'''


def write_project(project, tasks):
    draw = random.Random(1)
    (project / "data").mkdir()
    for index in range(tasks // len(COLUMNS)):
        lines = [f"{n},{draw.random():.5f},{draw.random():.5f}\n" for n in range(LINES)]
        text = "n," + ",".join(COLUMNS) + "\n" + "".join(lines)
        Path(project, "data", f"site-{index:03d}.csv").write_text(text)
    python = {"python": "entrypoint:main"}
    muster.describe(project, "data/*.csv", python, {}, {"columns": "^(" + "|".join(COLUMNS) + ")$"})
    (project / "entrypoint.py").write_text(ENTRYPOINT)


def main():
    arguments = lib.options(__doc__).parse_args()
    tasks = FILES * len(COLUMNS)
    busy = []

    def check(tasks, folder):
        muster.all_done(tasks, folder)
        log = muster.rows(folder, "logs.csv")
        busy.append(sum(float(row["end_time"]) - float(row["start_time"]) for row in log))

    contender = lib.available(
        lambda: muster.mapped("Muster", tasks, write_project, check=check)
    )
    readings = lib.in_turns(contender, arguments.rounds)
    walls = lib.walls(readings["Muster"])
    bounds = [1.05 * time / 2 + 1 for time in busy]
    head = ["", "wall, s", "time in tasks, s", "per task, ms", "bound, s", "wall / bound"]
    row = [
        f"{tasks} CSV tasks, 2 workers",
        lib.span(readings["Muster"]),
        f"{median(busy):.2f}",
        f"{median(busy) / tasks * 1000:.1f}",
        f"{median(bounds):.2f}",
        f"{median(wall / bound for wall, bound in zip(walls, bounds)):.2f}",
    ]
    notes = [
        "bound: 1.05 × (time in tasks / 2) + 1 s; the time in tasks is Σ (end_time − start_time) of logs.csv",
    ]
    lib.report(arguments, "Real tasks", head, [row], readings, notes)


if __name__ == "__main__":
    main()
