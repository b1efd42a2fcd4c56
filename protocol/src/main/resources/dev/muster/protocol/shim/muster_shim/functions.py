"""The child that calls the user's function, once for each task, straight from Muster's pipe."""

import array
import fcntl
import json
import os
import signal
import struct
import sys
import termios
import time

from . import messages
from .entry import Entry, class_names, describe
from .messages import Refused
from .processes import HAVE_PROC, die_with_parent
from .results import BadResult, ResultWriter, encode

#: where protocol descriptors are moved to: closing "all" files rarely reaches so far, and opening
#: files never does
HIGH = 500

IDLE, RUNNING, ANSWERING, STARTING = 0, 1, 2, 3
TRY_AGAIN = 75

#: state of the child, as its supervisor reads it: state, task, attempt, started
STATE = struct.Struct("=qqqq")
STATE_AT = 8
DIRTY_AT = 0


def move_high(fd):
    """A copy of a descriptor out of the way of the user's, closed on exec."""
    try:
        return fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, HIGH)
    except OSError:
        return os.dup(fd)


class Child:
    """Serves tasks until the end of input."""

    def __init__(self, config, shim, shared, pipes, redactor):
        self._config = config
        self._shim = shim
        self._shared = shared
        self._redactor = redactor
        self._pipes = pipes
        self._pid = os.getpid()
        self._waiting = array.array("i", [0])

    def run(self, parent):
        """Returns when there are no more tasks."""
        self._take_over_descriptors()
        die_with_parent(parent)
        STATE.pack_into(self._shared, STATE_AT, STARTING, 0, 0, 0)
        try:
            entry = Entry(self._config, self._shim)
            os.chdir(self._config["folder"])
        except Refused as refused:
            self._only_in_worker()
            clean = self._redactor.clean_text
            self._sync(b"worker\n")
            STATE.pack_into(self._shared, STATE_AT, IDLE, 0, 0, 0)
            messages.fatal(
                clean(str(refused)), clean(refused.hint), clean(refused.detail), self._out
            )
            os._exit(0)
        self._only_in_worker()
        self._sync(b"worker\n")
        STATE.pack_into(self._shared, STATE_AT, IDLE, 0, 0, 0)
        messages.send(
            {
                "ready": {
                    "pid": parent,
                    "python": "%d.%d.%d" % sys.version_info[:3],
                    "path": entry.wants_path,
                    "limits": HAVE_PROC,
                }
            },
            self._out,
        )
        if not self._config["check"]:
            self._serve(entry)

    def _take_over_descriptors(self):
        """User's 0, 1 and 2 become nothing and the output pipe; ours go up, out of reach."""
        os.setpgid(0, 0)
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGTERM, signal.SIGCHLD, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self._in = move_high(0)
        self._out = move_high(1)
        self._printed = move_high(self._pipes.output[0])
        self._ask = move_high(self._pipes.ask[1])
        self._answer = os.fdopen(move_high(self._pipes.answer[0]), "rb")
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.dup2(self._pipes.output[1], 1)
        os.dup2(self._pipes.output[1], 2)
        os.close(nothing)
        self._pipes.close()
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(
                encoding="utf-8", errors="backslashreplace", line_buffering=True
            )
        self._stdout, self._stderr = sys.stdout, sys.stderr
        sys.argv = [os.path.join(self._config["folder"], self._config["module"])]
        try:
            import faulthandler

            faulthandler.enable(2)
        except (ImportError, OSError, ValueError):
            pass

    def _only_in_worker(self):
        """Ends a process that the user's code forked and let return into our loop."""
        if os.getpid() != self._pid:
            os._exit(0)

    def _serve(self, entry):
        read_line = os.fdopen(self._in, "rb", 65536).readline
        decode = json.JSONDecoder().raw_decode
        pack = STATE.pack_into
        shared, out, folder = self._shared, self._out, self._config["folder"]
        clock, write = time.time_ns, messages.write
        writer = ResultWriter(self._config)
        call = entry.call
        while True:
            line = read_line()
            if not line:
                return
            task = decode(line.decode("utf-8"))[0]
            number, attempt = task["task"], task["attempt"]
            started = clock() // 1000
            pack(shared, STATE_AT, RUNNING, number, attempt, started)
            failed = None
            text = "{}"
            try:
                text = self._redactor.clean_json(encode(call(task)))
            except BaseException as error:
                self._only_in_worker()
                failed = self._failure(entry, error)
            self._only_in_worker()
            ended = clock() // 1000
            log = self._log(number, attempt)
            pack(shared, STATE_AT, ANSWERING, number, attempt, started)
            if failed is None:
                try:
                    fields = writer.fields(text, number, attempt)
                    if log:
                        fields = '"log":%s,%s' % (json.dumps(log), fields)
                    answer = '{"done":%d,"attempt":%d,"started":%d,"ended":%d,%s}\n' % (
                        number,
                        attempt,
                        started,
                        ended,
                        fields,
                    )
                    write(answer.encode("ascii"), out)
                except BadResult as error:
                    failed = self._failure(entry, error)
            if failed is not None:
                messages.send(messages.failed(number, attempt, started, log=log, **failed), out)
            pack(shared, STATE_AT, IDLE, 0, 0, 0)
            try:
                os.chdir(folder)
            except OSError:
                pass  # the folder is gone; the next task will say so better
            if sys.stdout is not self._stdout or sys.stderr is not self._stderr:
                sys.stdout, sys.stderr = self._stdout, self._stderr

    def _failure(self, entry, error):
        clean = self._redactor.clean_text
        if isinstance(error, BadResult):
            message = str(error)
            if not message.startswith("the result"):
                message = "%s() %s" % (entry.name, message)
            return {"kind": error.kind, "message": clean(message)}
        if isinstance(error, SystemExit):
            return self._exit(error)
        again = getattr(error, "muster_retryable", False) is True
        return {
            "kind": "RETRYABLE" if again else "EXCEPTION",
            "message": clean(describe(error)),
            "detail": clean(entry.trace(error)),
            "exception": class_names(error),
        }

    def _exit(self, error):
        """What sys.exit(status) means; None for sys.exit(0), which is no failure."""
        code = error.code
        if code is None or (isinstance(code, int) and code == 0):
            return None
        status = code if isinstance(code, int) else 1
        message = "exit status %d" % status
        if status is not code:
            message += ": %s" % (code,)
        return {
            "kind": "RETRYABLE" if status == TRY_AGAIN else "EXIT",
            "message": self._redactor.clean_text(message),
        }

    def _log(self, number, attempt):
        """Where the log of this task is, None when it printed nothing: then no file is touched."""
        streams = (self._stdout, self._stderr)
        if sys.stdout is not self._stdout or sys.stderr is not self._stderr:
            streams += (sys.stdout, sys.stderr)
        for stream in streams:
            try:
                stream.flush()
            except Exception:
                pass  # the user closed or replaced it
        waiting = self._waiting
        fcntl.ioctl(self._printed, termios.FIONREAD, waiting, True)
        if not waiting[0] and not self._shared[DIRTY_AT]:
            return None
        return self._sync(b"%d %d\n" % (number, attempt))

    def _sync(self, request):
        """Has the supervisor write what was printed up to now; its answer."""
        for stream in (self._stdout, self._stderr):
            try:
                stream.flush()
            except Exception:
                pass
        os.write(self._ask, request)
        line = self._answer.readline()
        if not line:
            os._exit(1)
        return json.loads(line)
