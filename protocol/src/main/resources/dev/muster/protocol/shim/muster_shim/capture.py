"""What the user's code prints: kept at both ends, without secrets, written only when there is any."""

import json
import os
from collections import deque

SHORTEST_SECRET = 4
MASK = b"***"
CRASH_TAIL = 4096


class Redactor:
    """Takes the values of secrets out of bytes and texts."""

    def __init__(self, names, environment):
        values = set()
        for name in names:
            text = environment.get(name, "")
            value = os.fsencode(text)
            values.update((value, value.strip(), json.dumps(text)[1:-1].encode("ascii")))
        self.values = sorted(v for v in values if len(v) >= SHORTEST_SECRET)
        #: no secret is longer
        self.reach = max(map(len, self.values), default=0)

    def spans(self, data):
        """Where secrets stand, as (start, end); those that overlap are one."""
        found = []
        for value in self.values:
            at = data.find(value)
            while at >= 0:
                found.append((at, at + len(value)))
                at = data.find(value, at + 1)
        found.sort()
        merged = []
        for start, end in found:
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return merged

    def clean(self, data):
        """The bytes with every secret masked."""
        if not self.values:
            return data
        out = []
        at = 0
        for start, end in self.spans(data):
            out += (data[at:start], MASK)
            at = end
        out.append(data[at:])
        return b"".join(out)

    def clean_text(self, text):
        """The text with every secret masked; None stays None."""
        if text is None or not self.values:
            return text
        return self.clean(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")

    def clean_json(self, text):
        """A result, as ASCII, with every secret masked; what is left is JSON, too."""
        if not self.values or not self.spans(text.encode("ascii")):
            return text
        return json.dumps(self._clean_value(json.loads(text)), separators=(",", ":"))

    def _clean_value(self, value):
        if isinstance(value, dict):
            return {self.clean_text(key): self._clean_value(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._clean_value(item) for item in value]
        if isinstance(value, str):
            return self.clean_text(value)
        if value is None or isinstance(value, bool):
            return value
        text = repr(value)
        clean = self.clean_text(text)
        return value if clean == text else clean


class Capture:
    """Keeps the start and the end of a stream of bytes; the middle is cut, and that is said.

    Both ends are kept a little longer than shown, so that a secret across an edge is seen whole
    and leaves no part of itself behind.
    """

    def __init__(self, limit, redactor):
        self._redactor = redactor
        self._head_size = limit // 2
        self._tail_size = limit - limit // 2
        self.clear()

    def clear(self):
        """Forgets all."""
        self.total = 0
        self._head = bytearray()
        self._tail = deque()
        self._tail_length = 0
        self._dropped = 0

    def feed(self, chunk):
        """Takes the next bytes."""
        self.total += len(chunk)
        room = self._head_size + self._redactor.reach - len(self._head)
        if room > 0:
            self._head += chunk[:room]
            chunk = chunk[room:]
        if chunk:
            self._tail.append(chunk)
            self._tail_length += len(chunk)
            enough = self._tail_size + self._redactor.reach
            while self._tail_length - len(self._tail[0]) >= enough:
                self._tail_length -= len(self._tail[0])
                self._dropped += len(self._tail.popleft())

    def render(self):
        """What is shown of it, and how many bytes were cut."""
        head = bytes(self._head)
        tail = b"".join(self._tail)
        if not self._dropped:
            head = tail = head + tail
        if self.total <= self._head_size + self._tail_size:
            return self._redactor.clean(head), 0
        end = self._head_size
        for start, stop in self._redactor.spans(head):
            if start < end < stop:
                end = start
        begin = len(tail) - self._tail_size
        for start, stop in self._redactor.spans(tail):
            if start < begin < stop:
                begin = stop
        cut = self.total - (len(tail) - begin) - end
        shown = b"%s\n[... %d bytes cut ...]\n%s" % (
            self._redactor.clean(head[:end]),
            cut,
            self._redactor.clean(tail[begin:]),
        )
        return shown, cut

    def last_lines(self, size=CRASH_TAIL):
        """The end of what is shown as text, None when nothing was printed."""
        if not self.total:
            return None
        shown = self.render()[0]
        if len(shown) > size:
            shown = shown[-size:].partition(b"\n")[2] or shown[-size:]
        return shown.decode("utf-8", "backslashreplace").rstrip("\n")


class Logs:
    """Writes the logs of a run: logs/<thousands>/<ordinal>.log below the results folder."""

    def __init__(self, results):
        self._results = results
        self._made = set()

    def write_task(self, task, attempt, capture):
        """Writes what a task printed and forgets it; None when that was nothing."""
        again = "" if attempt == 1 else ".%d" % attempt
        folder = "logs/%03d" % (task // 1000)
        return self._write(folder, "%06d%s.log" % (task, again), capture, "wb")

    def write_worker(self, worker, capture):
        """Adds what a worker printed outside its tasks, for instance when a module is imported."""
        return self._write("logs", "worker-%d.log" % worker, capture, "ab")

    def _write(self, folder, name, capture, mode):
        if not capture.total:
            return None
        shown, cut = capture.render()
        total = capture.total
        capture.clear()
        path = os.path.join(self._results, folder, name)
        try:
            if folder not in self._made:
                os.makedirs(os.path.join(self._results, folder), exist_ok=True)
                self._made.add(folder)
            with open(path, mode, buffering=0) as file:
                view = memoryview(shown)
                while view:
                    view = view[file.write(view) :]
        except OSError as error:
            if mode == "wb":
                try:
                    os.unlink(path)
                except OSError:
                    pass
            return {"problem": "%s: %s" % (path, error.strerror or error)}
        return {"path": folder + "/" + name, "bytes": total, "cut": cut}
