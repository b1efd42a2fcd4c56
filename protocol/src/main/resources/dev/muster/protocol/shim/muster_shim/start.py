"""Reads the first message and becomes the worker that it asks for."""

import json
import os
import signal
import sys

from . import messages


def main():
    """Runs the worker; never returns."""
    shim = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        if os.getsid(0) != os.getpid():
            os.setsid()
        line, rest = read_line()
        config = json.loads(line)["configure"]
        if sys.path and os.path.abspath(sys.path[0]) == shim:
            del sys.path[0]
        if config["mode"] == "function":
            from .supervisor import Supervisor

            Supervisor(config, shim).run()
        else:
            from .commands import CommandWorker

            CommandWorker(config, rest).run()
    except messages.Refused as refused:
        messages.fatal(str(refused), refused.hint, refused.detail)
    except Exception as error:  # our bug: say so, instead of dying without a word
        import traceback

        messages.fatal(
            "the worker failed: %s: %s" % (type(error).__name__, error),
            "this is a fault of Muster, please report it",
            traceback.format_exc(),
        )
    os._exit(1)


def read_line():
    """The first line of standard input, and what came with it.

    Nothing follows it before the worker has said that it is ready, so nothing is lost.
    """
    data = b""
    while b"\n" not in data:
        chunk = os.read(0, 65536)
        if not chunk:
            os._exit(0)
        data += chunk
    line, _, rest = data.partition(b"\n")
    return line, rest
