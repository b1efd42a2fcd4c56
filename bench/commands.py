#!/usr/bin/env python3
"""What it costs to run the command `true` for each of 2000 numbers, two at a time."""

import tempfile
from contextlib import ExitStack

import lib
import muster
import peers

TRUE = {"command": ["true", "{params.i}"]}
TRUE_PER_FILE = {"command": ["true", "{path}"]}
LIMITS = {"timeout": "1m", "memory": "512MiB"}


def main():
    parser = lib.options(__doc__)
    parser.add_argument("--tasks", type=lib.several, default=2000)
    parser.add_argument("--nextflow-tasks", type=lib.several, default=200)
    arguments = parser.parse_args()
    tasks = arguments.tasks
    with ExitStack() as stack:
        scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="muster-bench-peers-"))
        many = lib.available(
            lambda: muster.mapped("Muster", tasks, muster.numbers_project(TRUE)),
            lambda: muster.mapped(
                "Muster, timeout and memory limit", tasks, muster.numbers_project(TRUE, LIMITS)
            ),
            lambda: muster.mapped(
                "Muster, an input file per task", tasks, muster.files_project(TRUE_PER_FILE)
            ),
            lambda: peers.floor(tasks, scratch),
            lambda: peers.xargs(tasks),
            lambda: peers.gnu_parallel(tasks),
            lambda: celery(stack, tasks),
            lambda: peers.nextflow(arguments.nextflow_tasks, scratch),
        )
        readings = lib.in_turns(lib.each_with_one_task(many), arguments.rounds)
    head, rows = lib.per_task_table(many, readings)
    notes = [
        "net: (all tasks − one task) / (tasks − 1), start-up apart; ×: net to the first row's net",
        "Muster and Nextflow keep state, results and logs on disk; Celery keeps results in Redis's memory;"
        " parallel keeps a job log; xargs and C keep nothing",
    ]
    lib.report(arguments, f"`true` × {tasks}, 2 at a time", head, rows, readings, notes)


def celery(stack, tasks):
    redis = stack.enter_context(peers.celery_service())
    return [
        peers.celery("Celery + Redis, subprocess", "command", tasks, redis),
        peers.celery("Celery + Redis, no-op function", "noop", tasks, redis),
    ]


if __name__ == "__main__":
    main()
