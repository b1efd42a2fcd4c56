"""What a worker says to Muster: one JSON object a line, ASCII only."""

import json
import os
import time

MESSAGE_LIMIT = 1000
DETAIL_LIMIT = 16000


class Refused(Exception):
    """The entrypoint cannot be called at all."""

    def __init__(self, message, hint=None, detail=None):
        super().__init__(message)
        self.hint = hint
        self.detail = detail


def now():
    """Microseconds since 1970."""
    return time.time_ns() // 1000


def write(data, fd=1):
    """Writes all of it."""
    done = os.write(fd, data)
    while done < len(data):
        data = data[done:]
        done = os.write(fd, data)


def send(message, fd=1, fresh=False):
    """Sends a message; fresh: after a line that somebody may have left half-written."""
    line = json.dumps(message, separators=(",", ":")).encode("ascii") + b"\n"
    write(b"\n" + line if fresh else line, fd)


def failed(task, attempt, started, kind, message, detail=None, exception=None, log=None, last=False):
    """The message that an attempt has failed; last: the worker ends with it."""
    return {
        "failed": task,
        "attempt": attempt,
        "started": started,
        "ended": now(),
        "kind": kind,
        "message": one_line(message),
        "detail": many_lines(detail),
        "exception": exception,
        "log": log,
        "last": last,
    }


def fatal(message, hint=None, detail=None, fd=1):
    """Sends that no task can be run, whichever it is."""
    send({"fatal": one_line(message), "hint": hint, "detail": many_lines(detail)}, fd, fresh=True)


def one_line(text, limit=MESSAGE_LIMIT):
    """The text in one line of printable characters, for tables."""
    text = " ".join(text[: limit * 4].split())
    if len(text) > limit:
        text = text[:limit] + "…"
    return text if text.isprintable() else "".join(map(_printable, text))


def many_lines(text, limit=DETAIL_LIMIT):
    """The end of the text, printable but for its line ends; None stays None."""
    if text is None:
        return None
    if len(text) > limit:
        text = "[... %d characters cut ...]\n" % (len(text) - limit) + text[-limit:]
    return "".join(c if c == "\n" or c == "\t" else _printable(c) for c in text)


def _printable(char):
    return char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
