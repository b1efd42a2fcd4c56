"""Runs Python steps for the warm driver, each in a process that is forked off this one.

What steps of Spark need is imported once, before the first. A child is a program of its own: what
it changes, starts or breaks ends with it, and its exit status is the step's. Requests and answers
are lines of JSON on what were standard input and output; Interpreter.java is the other side. When
the requests end, the driver is gone, and so is the step.
"""

import builtins
import json
import os
import select
import signal
import sys
import types

LONGEST_LINE = 8 << 20


def main():
    requests = os.dup(0)
    answers = os.dup(1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    awake, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    say(answers, {"python": "%d.%d.%d" % sys.version_info[:3], "pyspark": imported()})
    for request in lines(requests):
        child = os.fork()
        if child == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for own in (requests, answers, awake, wake):
                os.close(own)
            become(json.loads(request))
            return  # as a program ends: threads are waited for, then what was registered at exit
        say(answers, end(child, requests, awake))


def imported():
    """PySpark's version; None where there is none: steps that need it say so themselves."""
    try:
        import pyspark.sql
    except Exception:
        return None
    return pyspark.__version__


def lines(requests):
    data = b""
    while True:
        line, found, rest = data.partition(b"\n")
        if found:
            data = rest
            yield line
            continue
        more = os.read(requests, 1 << 16)
        if not more or len(data) > LONGEST_LINE:
            return
        data += more


def say(answers, fields):
    data = (json.dumps(fields) + "\n").encode()
    while data:
        data = data[os.write(answers, data) :]


def end(child, requests, awake):
    """How the child ended; what can be read meanwhile is the end of the requests."""
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            signalled = os.WIFSIGNALED(status)
            return {"exit": 128 + os.WTERMSIG(status) if signalled else os.WEXITSTATUS(status)}
        ready, _, _ = select.select([requests, awake], [], [])
        if requests in ready:
            os.killpg(0, signal.SIGKILL)  # the driver was its leader: the step, and this program
        os.read(awake, 512)


def become(request):
    log = os.open(request["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)
    os.environ.update(request["environment"])
    script = request["script"]
    sys.argv = [script] + request["args"]
    sys.path[0:1] = [os.path.dirname(script)] + request["paths"]  # in place of this program's
    program = types.ModuleType("__main__")
    program.__file__ = script
    program.__builtins__ = builtins
    sys.modules["__main__"] = program
    try:
        with open(script, "rb") as file:
            code = compile(file.read(), script, "exec", dont_inherit=True)
        exec(code, program.__dict__)
    except Exception as error:
        trace = error.__traceback__.tb_next  # without this frame
        sys.excepthook(type(error), error.with_traceback(trace), trace)
        sys.exit(1)


main()
