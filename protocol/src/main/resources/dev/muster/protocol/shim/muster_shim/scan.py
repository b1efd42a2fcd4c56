"""Finds the last line of a stream that is a JSON object."""

import json
import re
from collections import deque

from .results import BadResult

_LINE = re.compile(rb"^[ \t]*\{[^\n]*\}[ \t\r]*\n", re.MULTILINE)
_KEPT = 8


class LastObject:
    """Takes a stream in chunks; keeps the last few lines that look like an object.

    A line of more than the limit makes value() raise RESULT_TOO_LARGE, unless a later one is one.
    """

    def __init__(self, limit):
        self._limit = limit
        self.clear()

    def clear(self):
        """Starts again."""
        self._lines = deque(maxlen=_KEPT)
        self._open = []
        self._open_size = 0
        #: bytes of the line that became the value, its line end included
        self.length = 0

    def feed(self, chunk):
        """Takes the next bytes."""
        end = chunk.rfind(b"\n") + 1
        if end:
            if self._open:
                first = chunk.find(b"\n") + 1
                self._extend(chunk[:first])
                self._close()
                self._scan(chunk[first:end])
            else:
                self._scan(chunk[:end])
        if end < len(chunk):
            self._extend(chunk[end:])

    def value(self):
        """The last line that is a JSON object, None when there is none."""
        if self._open:
            self._close()
        for line in reversed(self._lines):
            if line is None:
                raise BadResult(
                    "the result has more than the %d bytes that Muster keeps" % self._limit,
                    "RESULT_TOO_LARGE",
                )
            try:
                value = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(value, dict):
                self.length = len(line)
                return value
        return None

    def _scan(self, lines):
        if b"{" in lines:
            self._lines.extend(match.group() for match in _LINE.finditer(lines))

    def _extend(self, part):
        """Adds to the unfinished line; of a line that is no object only the start is kept."""
        self._open_size += len(part)
        if self._open and not self._is_object():
            return
        if self._open_size <= self._limit + 2:
            self._open.append(part)
        else:
            self._open = self._open[:1] or [part[:1024]]

    def _is_object(self):
        start = self._open[0].lstrip(b" \t")
        return not start or start.startswith(b"{")

    def _close(self):
        if self._is_object():
            if self._open_size > self._limit + 2:
                self._lines.append(None)
            else:
                line = b"".join(self._open)
                if line.rstrip().endswith(b"}"):
                    self._lines.append(line)
        self._open = []
        self._open_size = 0
