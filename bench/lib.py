"""What the benchmarks share: whole processes, run in turns, and tables of their medians.

Every figure is the wall time of a whole process, from the call that starts it until it is gone.
Contenders run in turns (A B C, A B C, …), so that what else the machine does hits all of them alike;
a ratio is the median of the ratios within a turn. Nothing is subtracted in silence: where start-up is
to stand apart, a run with one task is measured in the same turns and both figures are shown.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timezone
from pathlib import Path
from statistics import median
from typing import Callable, Optional

ROOT = Path(__file__).resolve().parent.parent


class Missing(Exception):
    """A contender that this machine lacks; the message says what would bring it."""


class Failed(SystemExit):
    """A contender that did not do its work, so that its time means nothing; ends the benchmark."""


@dataclass(frozen=True)
class Command:
    """A process to measure. Its output goes to a file that is shown when it fails.

    env: added to this process's environment; None removes a variable
    """

    argv: list
    cwd: Optional[Path] = None
    env: dict = field(default_factory=dict)
    stdin: Optional[Path] = None


@dataclass(frozen=True)
class Reading:
    """wall and cpu in seconds; peak is the resident memory of the largest process in MiB."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Contender:
    """
    name: as the table shows it
    tasks: how many tasks a run has
    prepare: (tasks, empty folder) → Command; not measured
    check: (tasks, that folder) → None; raises Failed when the work was not done
    """

    name: str
    tasks: int
    prepare: Callable
    check: Callable = lambda tasks, folder: None


def options(description, rounds=5):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("-n", "--rounds", type=int, default=rounds, help=f"turns (default {rounds})")
    parser.add_argument("--json", action="store_true", help="print all readings as JSON")
    return parser


def several(text):
    """A number of tasks; start-up cannot stand apart with a single one."""
    number = int(text)
    if number < 2:
        raise argparse.ArgumentTypeError("at least 2")
    return number


def measure(command):
    """Runs it to its end; it does not pay for what the one before left to be written to the disk."""
    os.sync()
    with tempfile.TemporaryFile() as output, open(command.stdin or os.devnull, "rb") as stdin:
        started = time.perf_counter()
        process = subprocess.Popen(
            [str(argument) for argument in command.argv],
            cwd=command.cwd,
            env=environment(command.env),
            stdin=stdin,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            output.seek(0)
            last = output.read()[-2000:].decode(errors="replace")
            line = " ".join(map(str, command.argv))
            raise Failed(f"{line[:200]}: exit status {process.returncode}\n{last}")
    return Reading(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def environment(changes):
    merged = {**os.environ, **changes}
    return {name: str(value) for name, value in merged.items() if value is not None}


def in_turns(contenders, rounds):
    """Readings of each contender by name, one a turn.

    A run's folder stays until all turns are over: creating files is slow just after many were
    deleted, and the next contender would pay for it.
    """
    readings = {contender.name: [] for contender in contenders}
    with tempfile.TemporaryDirectory(prefix="muster-bench-") as scratch:
        for turn in range(1, rounds + 1):
            for contender in contenders:
                folder = Path(tempfile.mkdtemp(dir=scratch))
                command = contender.prepare(contender.tasks, folder)
                reading = measure(command)
                contender.check(contender.tasks, folder)
                readings[contender.name].append(reading)
                say(f"turn {turn}/{rounds}  {contender.name}: {reading.wall:.3f} s")
    return readings


def available(*makers):
    """What each maker returns; one that raises Missing is named aloud and left out."""
    found = []
    for maker in makers:
        try:
            made = maker()
            found += made if isinstance(made, list) else [made]
        except Missing as missing:
            say(f"SKIPPED  {missing}")
    if not found:
        raise SystemExit("nothing to measure")
    return found


def one_task(contender):
    """The same with a single task: what starting and stopping costs."""
    return replace(contender, name=f"{contender.name}: 1 task", tasks=1)


def each_with_one_task(contenders):
    """Every contender, followed at once by its run with a single task."""
    return [run for contender in contenders for run in (contender, one_task(contender))]


def net(contender, readings):
    """Seconds per task of each turn, without what its run with a single task took."""
    full, single = readings[contender.name], readings[one_task(contender).name]
    return [(a - b) / (contender.tasks - 1) for a, b in zip(walls(full), walls(single))]


def per_task_table(contenders, readings):
    """Head and rows: time of all tasks and of one, per task raw and net, ratio of net to the first."""
    first = net(contenders[0], readings)
    head = ["", "tasks", "s, all", "s, one task", "ms/task raw", "ms/task net", "×"]
    rows = []
    for contender in contenders:
        full, single = readings[contender.name], readings[one_task(contender).name]
        own = net(contender, readings)
        rows.append([
            contender.name,
            contender.tasks,
            span(full),
            span(single),
            f"{median(walls(full)) / contender.tasks * 1000:.3f}",
            f"{median(own) * 1000:.3f} ({min(own) * 1000:.3f}–{max(own) * 1000:.3f})",
            f"{median(a / b for a, b in zip(own, first)):.2f}" if min(first) > 0 else "too few tasks",
        ])
    return head, rows


def walls(readings):
    return [reading.wall for reading in readings]


def ratio(of, to):
    """The median over the turns of one wall time divided by another's."""
    return median(a / b for a, b in zip(walls(of), walls(to)))


def span(readings, unit=1.0, digits=2):
    """median (smallest–largest) of the wall times, in seconds divided by unit."""
    times = [time / unit for time in walls(readings)]
    return f"{median(times):.{digits}f} ({min(times):.{digits}f}–{max(times):.{digits}f})"


def markdown(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    return "\n".join(lines)


def report(arguments, title, head, rows, readings, notes=()):
    if arguments.json:
        raw = {name: [asdict(reading) for reading in taken] for name, taken in readings.items()}
        table = [dict(zip(head, row)) for row in rows]
        print(json.dumps(
            {"title": title, "machine": machine(), "table": table, "notes": notes, "readings": raw},
            indent=2,
        ))
        return
    print(f"### {title}\n\n{markdown(head, rows)}\n")
    for note in notes:
        print(f"- {note}")
    print(f"- {arguments.rounds} turns, median (smallest–largest). {machine()}")


def machine():
    parts = [
        f"{len(os.sched_getaffinity(0))} cores",
        cpu_model(),
        f"Linux {platform.release()}",
        first_line(["java", "-version"]),
        f"Python {platform.python_version()}",
        f"load {os.getloadavg()[0]:.1f} at the end",
        datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
    ]
    return " · ".join(part for part in parts if part)


def cpu_model():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def first_line(argv):
    if not shutil.which(argv[0]):
        return f"no {argv[0]}"
    done = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.stdout.splitlines()[0] if done.stdout else argv[0]


def require(program, package):
    path = shutil.which(program)
    if not path:
        raise Missing(f"{program}: not on PATH; apt-get install {package}")
    return path


def say(line):
    print(line, file=sys.stderr, flush=True)
