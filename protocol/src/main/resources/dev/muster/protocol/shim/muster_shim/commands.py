"""Runs a command for each task, in a process group of its own, and leaves nothing behind it."""

import errno
import json
import os
import select
import signal
import sys

from . import messages
from .capture import Capture, Logs, Redactor
from .messages import Refused
from .processes import (
    HAVE_PROC,
    MemoryGuard,
    adopt_orphans,
    end_all,
    how_it_ended,
    kill_group,
)
from .results import BadResult, ResultWriter, encode
from .scan import LastObject
from .template import Template

CHUNK = 65536
ERROR_TAIL = 8192
TRY_AGAIN = 75


class CommandWorker:
    """One slot: takes a task, runs its command, answers, and again."""

    def __init__(self, config, rest):
        self._config = config
        self._input = bytearray(rest)
        self._redactor = Redactor(config["secrets"], os.environ)
        self._logs = Logs(config["results"])
        self._memory = MemoryGuard(config["memory_limit"])
        self._writer = ResultWriter(config)
        self._argv = [Template(part, config["run"], config["params"]) for part in config["argv"]]
        result_file = config["result_file"]
        self._result_file = (
            None
            if result_file is None
            else Template(result_file, config["run"], config["params"])
        )
        self._capture = Capture(config["log_bytes"], self._redactor)
        self._errors = Capture(ERROR_TAIL, self._redactor)
        self._objects = LastObject(config["max_result"])
        self._environment = dict(os.environb)
        self._nothing = os.open(os.devnull, os.O_RDONLY)
        self._group = 0
        self._terminations = 0

    def run(self):
        """Never returns."""
        os.chdir(self._config["folder"])
        self._program = self._find_program()
        adopt_orphans()
        self._wake, wake_write = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(wake_write, False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.signal(signal.SIGTERM, self._on_term)
        signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)
        self._poll = select.poll()
        self._poll.register(self._wake, select.POLLIN)
        self._poll.register(0, select.POLLIN)
        self._poll.register(1, 0)
        templates = self._argv + ([self._result_file] if self._result_file else [])
        messages.send(
            {
                "ready": {
                    "pid": os.getpid(),
                    "python": "%d.%d.%d" % sys.version_info[:3],
                    "path": any("path" in template.names for template in templates),
                    "limits": HAVE_PROC,
                }
            }
        )
        while not self._config["check"]:
            self._perform(json.loads(self._next_line()))
        os._exit(0)

    def _find_program(self):
        """The program's path, found once; None when it differs from task to task."""
        if self._argv[0].names:
            return None
        name = self._argv[0].fill({})
        if "/" in name:
            if not os.path.exists(name):
                raise Refused("the command's program %s does not exist" % name, self._where())
            if os.path.isdir(name) or not os.access(name, os.X_OK):
                raise Refused(
                    "the command's program %s cannot be executed" % name, "run chmod +x " + name
                )
            return name
        for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
            path = os.path.join(folder or ".", name)
            if os.path.isfile(path) and os.access(path, os.X_OK):
                return path
        hint = "write ./%s" % name if os.path.exists(name) else "install it, or give its path"
        raise Refused("the command's program %s is not found on PATH" % name, hint)

    def _where(self):
        return "it is looked for below the project folder " + self._config["folder"]

    def _on_term(self, number, frame):
        if not self._group:
            end_all()
            os._exit(0)
        self._terminations += 1

    def _next_line(self):
        """The next message, waiting for it; the end of input is the end of the worker."""
        while True:
            end = self._input.find(b"\n")
            if end >= 0:
                line = bytes(self._input[:end])
                del self._input[: end + 1]
                return line
            self._take_input()

    def _take_input(self):
        chunk = os.read(0, CHUNK)
        if not chunk:
            end_all()
            os._exit(0)
        self._input += chunk

    def _perform(self, task):
        if "task" not in task:
            return  # asks to end a task that has ended
        self._task, self._attempt = task["task"], task["attempt"]
        self._capture.clear()
        self._errors.clear()
        self._objects.clear()
        self._terminations = 0
        self._used = 0
        self._started = messages.now()
        result_file = None
        try:
            argv = [part.fill(task) for part in self._argv]
            if self._result_file:
                result_file = self._result_file.fill(task)
                self._remove(result_file)
            status = self._run(argv, task)
        except (OSError, ValueError) as error:
            self._fail(*self._not_started(error))
            return
        ended = messages.now()
        try:
            if self._used:
                raise BadResult(self._memory.message(self._used), "MEMORY")
            self._check(status)
            text = self._redactor.clean_json(self._result(result_file))
            log = self._log(result_file)
            fields = self._writer.fields(text, self._task, self._attempt)
        except BadResult as error:
            self._fail(error.kind, str(error), self._errors.last_lines())
            return
        if log:
            fields = '"log":%s,%s' % (json.dumps(log), fields)
        answer = '{"done":%d,"attempt":%d,"started":%d,"ended":%d,%s}\n' % (
            self._task,
            self._attempt,
            self._started,
            ended,
            fields,
        )
        messages.write(answer.encode("ascii"))

    def _not_started(self, error):
        program = self._config["argv"][0]
        if isinstance(error, ValueError):
            return "EXIT", "the command cannot be started: %s" % error
        again = error.errno in (errno.EAGAIN, errno.ENOMEM, errno.EMFILE, errno.ENFILE)
        reason = error.strerror or str(error)
        if error.errno == errno.ENOEXEC:
            reason += "; a script begins with #! and its interpreter"
        elif error.errno == errno.ENOENT and os.path.exists(program):
            reason = "the interpreter that its first line names does not exist"
        return "RETRYABLE" if again else "EXIT", "%s cannot be started: %s" % (program, reason)

    def _check(self, status):
        """Raises what the status says of a failure."""
        if status == 0:
            return
        if os.WIFSIGNALED(status):
            raise BadResult("the command " + how_it_ended(status), "CRASH")
        code = os.WEXITSTATUS(status)
        raise BadResult("exit status %d" % code, "RETRYABLE" if code == TRY_AGAIN else "EXIT")

    def _fail(self, kind, message, detail=None):
        log = self._logs.write_task(self._task, self._attempt, self._capture)
        messages.send(
            messages.failed(
                self._task,
                self._attempt,
                self._started,
                kind,
                self._redactor.clean_text(message),
                detail,
                log=log,
            )
        )

    def _remove(self, path):
        try:
            os.unlink(path)
        except FileNotFoundError:
            pass

    def _result(self, path):
        if path is None:
            return encode(self._objects.value())
        try:
            with open(path, "rb") as file:
                if os.fstat(file.fileno()).st_size > 2 * self._config["max_result"]:
                    raise BadResult("the result file %s is too large" % path, "RESULT_TOO_LARGE")
                value = json.loads(file.read())
        except FileNotFoundError:
            raise BadResult("the command did not write its result file %s" % path) from None
        except OSError as error:
            raise BadResult(
                "the result file %s cannot be read: %s" % (path, error.strerror)
            ) from None
        except (ValueError, RecursionError) as error:
            raise BadResult("the result file %s is not JSON: %s" % (path, error)) from None
        if not isinstance(value, dict):
            raise BadResult("the result file %s holds no JSON object" % path)
        return encode(value)

    def _log(self, result_file):
        """Writes the log; a command that printed nothing but its result has none."""
        if result_file is None and self._objects.length == self._capture.total:
            return None
        return self._logs.write_task(self._task, self._attempt, self._capture)

    def _run(self, argv, task):
        """Runs the command to its end and takes what it prints; its status."""
        environment = self._environment
        environment[b"MUSTER_TASK"] = b"%d" % self._task
        environment[b"MUSTER_ATTEMPT"] = b"%d" % self._attempt
        environment[b"MUSTER_FILE"] = os.fsencode(task["key"])
        environment[b"MUSTER_COLUMN"] = os.fsencode(task["column"] or "")
        out, out_write = os.pipe()
        err, err_write = (-1, out_write) if self._result_file else os.pipe()
        try:
            pid = os.posix_spawn(
                self._program or self._on_path(argv[0]),
                argv,
                environment,
                file_actions=(
                    (os.POSIX_SPAWN_DUP2, self._nothing, 0),
                    (os.POSIX_SPAWN_DUP2, out_write, 1),
                    (os.POSIX_SPAWN_DUP2, err_write, 2),
                ),
                setpgroup=0,
                setsigdef=(signal.SIGPIPE, signal.SIGXFSZ, signal.SIGINT, signal.SIGHUP),
            )
        except BaseException:
            for fd in {out, out_write, err, err_write} - {-1}:
                os.close(fd)
            raise
        self._group = pid
        os.close(out_write)
        if err >= 0:
            os.close(err_write)
        pipes = {out: self._take_out}
        if err >= 0:
            pipes[err] = self._take_err
        for fd in pipes:
            os.set_blocking(fd, False)
            self._poll.register(fd, select.POLLIN)
        open_pipes = set(pipes)
        status = self._wait(pid, pipes, open_pipes)
        for fd, take in pipes.items():
            if fd in open_pipes:
                self._poll.unregister(fd)
                self._drain(fd, take)
            os.close(fd)
        return status

    def _on_path(self, name):
        if "/" in name:
            return name
        for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
            path = os.path.join(folder or ".", name)
            if os.access(path, os.X_OK):
                return path
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)

    def _wait(self, pid, pipes, open_pipes):
        """Until the command itself ends; then its group, and its daemons, are killed."""
        asked = False
        while True:
            for fd, event in self._poll.poll(self._memory.wait()):
                take = pipes.get(fd)
                if take is not None:
                    if not self._read(fd, take):
                        open_pipes.discard(fd)
                        self._poll.unregister(fd)
                elif fd == self._wake:
                    os.read(fd, 4096)
                elif fd == 1:
                    end_all()  # Muster is gone
                    os._exit(1)
                else:
                    self._take_input()
                    self._take_requests()
            if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                return self._clear_away(pid)
            if self._terminations and not asked:
                asked = True
                kill_group(pid, signal.SIGTERM)
                kill_group(pid, signal.SIGCONT)
            self._used = self._used or self._memory.excess()
            if self._terminations > 1 or self._used:
                kill_group(pid, signal.SIGKILL)

    def _clear_away(self, pid):
        """While the dead command still holds its id, nobody else can have its group's number."""
        kill_group(pid, signal.SIGKILL)
        self._group = 0
        status = os.waitpid(pid, 0)[1]
        try:
            os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return status  # as nearly always: it left nobody behind
        end_all()
        return status

    def _take_requests(self):
        """What comes in while a command runs: a wish to end it, and only that."""
        while b"\n" in self._input:
            request = json.loads(self._next_line())
            if (request.get("end"), request.get("attempt")) == (self._task, self._attempt):
                self._terminations += 1

    def _read(self, fd, take):
        """Tells whether the pipe is still open."""
        try:
            chunk = os.read(fd, CHUNK)
        except BlockingIOError:
            return True
        take(chunk)
        return bool(chunk)

    def _drain(self, fd, take):
        """What the pipe holds when all its writers are dead; bounded, should one be left."""
        for _ in range(64):
            try:
                chunk = os.read(fd, CHUNK)
            except BlockingIOError:
                return
            if not chunk:
                return
            take(chunk)

    def _take_out(self, chunk):
        if chunk:
            self._capture.feed(chunk)
            if not self._result_file:
                self._objects.feed(chunk)

    def _take_err(self, chunk):
        if chunk:
            self._capture.feed(chunk)
            self._errors.feed(chunk)
