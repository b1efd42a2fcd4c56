"""What a task gives to the entrypoint, whichever kind it is, made from the task's message."""

import os

#: the names that every entrypoint may ask for, in the order in which errors list them
NAMES = (
    "path",
    "file",
    "column",
    "bucket",
    "uri",
    "params",
    "round",
    "attempt",
    "run",
    "files",
)


def bucket(root):
    """The name of the bucket of s3://name/, or the absolute folder of file:/folder/."""
    if root.startswith("file:"):
        folder = root[len("file:") :]
        while folder.startswith("//"):
            folder = folder[1:]
        return folder.rstrip("/") or "/"
    return root.partition("://")[2].partition("/")[0]


def getters(run, params):
    """A function of the task's message for each name that is provided."""
    files = os.environ.get("MUSTER_FILES")
    provided = {
        name: (lambda task, name=name: task["params"][name]) for name in params
    }
    provided.update(
        path=lambda task: task["path"],
        file=lambda task: task["key"],
        column=lambda task: task["column"],
        bucket=lambda task: bucket(task["root"]),
        uri=lambda task: task["root"] + task["key"],
        params=lambda task: task["params"],
        round=lambda task: task["round"],
        attempt=lambda task: task["attempt"],
        run=lambda task: run,
        files=lambda task: files,
    )
    return provided
