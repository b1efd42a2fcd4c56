"""Celery's side: `-m celery -A celery_bench worker` serves; `celery_bench.py KIND N` sends and collects."""

import os
import subprocess
import sys

from celery import Celery, group

app = Celery(
    "celery_bench", broker=os.environ["BENCH_REDIS"], backend=os.environ["BENCH_REDIS"]
)


@app.task(name="noop")
def noop(number):
    return number


@app.task(name="command")
def command(number):
    return subprocess.run(["true", str(number)], capture_output=True, check=True).returncode


if __name__ == "__main__":
    task = {"noop": noop, "command": command}[sys.argv[1]]
    tasks = int(sys.argv[2])
    results = group(task.s(number) for number in range(tasks)).apply_async().get(timeout=300)
    sys.exit(len(results) != tasks)
