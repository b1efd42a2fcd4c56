"""Watches the child that calls the user's function: its output, its memory, its end, Muster's end.

The child talks to Muster itself; the supervisor says something only when the child no longer can.
"""

import array
import fcntl
import json
import mmap
import os
import select
import signal
import sys
import termios

from . import messages
from .capture import Capture, Logs, Redactor
from .functions import DIRTY_AT, IDLE, RUNNING, STARTING, STATE, STATE_AT, Child
from .processes import (
    MemoryGuard,
    adopt_orphans,
    descendants,
    end_all,
    how_it_ended,
    kill,
    kill_group,
)

CHUNK = 1 << 18


def widen(pipe):
    """Makes a pipe larger where Linux allows it: fewer turns for code that prints a lot."""
    try:
        fcntl.fcntl(pipe, 1031, CHUNK)  # F_SETPIPE_SZ, named in fcntl from Python 3.10
    except (OSError, ValueError):
        pass


class Pipes:
    """What joins the two: the output, and a question and its answer."""

    def __init__(self):
        self.output = os.pipe()
        self.ask = os.pipe()
        self.answer = os.pipe()

    def close(self):
        """Closes all: the child has copies of its own."""
        for fd in self.output + self.ask + self.answer:
            os.close(fd)


class Supervisor:
    """The first process of a worker."""

    def __init__(self, config, shim):
        self._config = config
        self._redactor = Redactor(config["secrets"], os.environ)
        self._capture = Capture(config["log_bytes"], self._redactor)
        self._logs = Logs(config["results"])
        self._memory = MemoryGuard(config["memory_limit"])
        self._shim = shim
        self._shared = mmap.mmap(-1, mmap.PAGESIZE)
        self._terminations = 0
        self._asked = False
        self._status = None
        self._used = 0

    def run(self):
        """Never returns."""
        adopt_orphans()
        wake_read, wake_write = os.pipe()
        os.set_blocking(wake_read, False)
        os.set_blocking(wake_write, False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.signal(signal.SIGTERM, self._on_term)
        signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)
        pipes = Pipes()
        parent = os.getpid()
        self._child = os.fork()
        if self._child == 0:
            os.close(wake_read)
            os.close(wake_write)
            Child(self._config, self._shim, self._shared, pipes, self._redactor).run(parent)
            sys.exit(0)  # as any Python program ends, with the user's exit handlers
        try:
            os.setpgid(self._child, self._child)
        except OSError:
            pass  # the child was quicker
        for fd in (pipes.output[1], pipes.ask[1], pipes.answer[0]):
            os.close(fd)
        self._output, self._ask, self._answer = pipes.output[0], pipes.ask[0], pipes.answer[1]
        widen(self._output)
        os.set_blocking(self._output, False)
        os.close(0)
        os.open(os.devnull, os.O_RDONLY)
        self._watch(wake_read)
        self._finish()

    def _on_term(self, number, frame):
        self._terminations += 1

    def _watch(self, wake_read):
        """Returns when the child has ended."""
        poll = select.poll()
        poll.register(wake_read, select.POLLIN)
        poll.register(self._output, select.POLLIN)
        poll.register(self._ask, select.POLLIN)
        poll.register(1, 0)
        while self._status is None:
            for fd, event in poll.poll(self._memory.wait()):
                if fd == self._output:
                    if not self._read() and event & select.POLLHUP:
                        poll.unregister(fd)  # the user's code closed it
                elif fd == 1:
                    end_all()  # Muster is gone
                    os._exit(1)
                elif fd == wake_read:
                    os.read(wake_read, 4096)
                elif event & select.POLLIN:
                    self._answer_child()
                else:
                    poll.unregister(fd)
            self._end_child_if_asked()
            self._used = self._used or self._memory.excess()
            if self._used:
                self._kill()
            self._reap()

    def _end_child_if_asked(self):
        if self._terminations and not self._asked:
            self._asked = True
            kill_group(self._child, signal.SIGTERM)
            kill_group(self._child, signal.SIGCONT)
        if self._terminations > 1:
            self._kill()

    def _kill(self):
        """Kills the child and all below it, and leaves the child to be reaped."""
        kill_group(self._child, signal.SIGKILL)
        for pid in descendants(os.getpid()):
            kill(pid, signal.SIGKILL)

    def _reap(self):
        try:
            while self._status is None:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if not pid:
                    return
                if pid == self._child:
                    self._status = status
        except ChildProcessError:
            pass

    def _read(self):
        """Takes what was printed; how much. The flag is set first: see Child._log."""
        self._shared[DIRTY_AT] = 1
        try:
            chunk = os.read(self._output, CHUNK)
        except BlockingIOError:
            return -1
        self._capture.feed(chunk)
        return len(chunk)

    def _drain(self):
        """Takes what stands in the pipe now; what is printed later is the next task's."""
        waiting = array.array("i", [0])
        fcntl.ioctl(self._output, termios.FIONREAD, waiting, True)
        left = waiting[0]
        while left > 0:
            count = self._read()
            if count <= 0:
                break
            left -= count
        self._shared[DIRTY_AT] = 0

    def _answer_child(self):
        request = os.read(self._ask, 64)
        if not request:
            return
        self._drain()
        log = self._write_log(request)
        try:
            os.write(self._answer, json.dumps(log).encode("ascii") + b"\n")
        except OSError:
            pass  # the child has just ended

    def _write_log(self, request):
        if request.startswith(b"worker"):
            if self._config["check"]:
                return None
            return self._logs.write_worker(self._config["worker"], self._capture)
        task, attempt = map(int, request.split())
        return self._logs.write_task(task, attempt, self._capture)

    def _finish(self):
        """The child has ended: nothing of it stays, and what it leaves unsaid is said."""
        end_all()
        self._drain()
        state, task, attempt, started = STATE.unpack_from(self._shared, STATE_AT)
        how = how_it_ended(self._status)
        printed = self._capture.last_lines()
        if state == IDLE or state == STARTING:
            self._write_log(b"worker")
            if state == IDLE and self._status == 0:
                os._exit(0)
            when = "while it imports " + self._config["module"] if state else "between two tasks"
            message = "the worker process %s %s" % (how, when)
            detail = messages.many_lines(printed)
            messages.send({"exit": message, "detail": detail}, fresh=True)
        else:
            kind, message = "CRASH", "the worker process %s" % how
            if self._used:
                kind, message = "MEMORY", self._memory.message(self._used)
            elif os.WIFEXITED(self._status) and state == RUNNING:
                message += " before the task returned"
            log = self._logs.write_task(task, attempt, self._capture)
            failure = messages.failed(
                task, attempt, started, kind, message, printed, log=log, last=True
            )
            messages.send(failure, fresh=True)
        os._exit(0)

