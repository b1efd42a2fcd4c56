#!/usr/bin/env python3
"""What it costs to call a Python function that does nothing, with two workers."""

from contextlib import ExitStack

import lib
import muster
import peers

NOOP = {"python": "entrypoint:main"}

# The python3 that Celery runs in: a version manager's shim takes 0.09 s to find another one.
SYSTEM_PATH = "/usr/bin:/bin"


def main():
    parser = lib.options(__doc__)
    parser.add_argument("--tasks", type=lib.several, default=20_000)
    parser.add_argument("--celery-tasks", type=lib.several, default=2000)
    arguments = parser.parse_args()

    def contender(name, used_home):
        project = muster.numbers_project(NOOP)
        return muster.mapped(
            name, arguments.tasks, project, env={"PATH": SYSTEM_PATH}, used_home=used_home
        )

    with ExitStack() as stack:
        many = lib.available(
            lambda: contender("Muster", used_home=True),
            lambda: contender("Muster, empty home", used_home=False),
            lambda: peers.celery(
                "Celery + Redis",
                "noop",
                arguments.celery_tasks,
                stack.enter_context(peers.celery_service()),
            ),
        )
        readings = lib.in_turns(lib.each_with_one_task(many), arguments.rounds)
    head, rows = lib.per_task_table(many, readings)
    notes = [
        "raw is the whole process, divided by its tasks; net: (all tasks − one task) / (tasks − 1);"
        " ×: net to the first row's net",
        "Celery's worker and Redis run already when its clock starts; Muster starts its own workers",
    ]
    lib.report(arguments, "A Python no-op, 2 workers", head, rows, readings, notes)


if __name__ == "__main__":
    main()
