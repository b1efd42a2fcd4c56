"""Imports the user's function and finds out how to call it."""

import importlib
import os
import sys
import traceback

from . import values
from .messages import Refused

GISMO = (
    "data_bucket",
    "curr_process_file",
    "curr_process_column",
    "aws_access_key",
    "aws_secret_access_key",
    "aws_region",
    "solver_name",
    "solver_file",
)


class Entry:
    """The user's function; call(task) calls it."""

    def __init__(self, config, shim):
        self._shim = shim
        self.name = "%s:%s" % (config["module"], config["function"])
        function = self._find(config)
        if config["signature"] == "gismo":
            self.wants_path = False
            self.call = self._gismo(function)
        else:
            self.call = self._keywords(function, config)

    def _find(self, config):
        sys.path.insert(0, config["folder"])
        try:
            module = importlib.import_module(config["module"])
        except SystemExit as error:
            raise Refused(
                "%s ends the process when it is imported: SystemExit: %s"
                % (config["module"], error.code),
                'put what it runs under if __name__ == "__main__":',
                self.trace(error),
            ) from None
        except BaseException as error:
            missing = isinstance(error, ModuleNotFoundError)
            if missing and error.name == config["module"].partition(".")[0]:
                hint = "the project folder %s has no %s.py" % (config["folder"], error.name)
            elif missing:
                hint = "add %s to requirements.txt" % error.name
            else:
                hint = "correct what the traceback names"
            raise Refused(
                "%s cannot be imported: %s: %s"
                % (config["module"], type(error).__name__, error),
                hint,
                self.trace(error),
            ) from None
        function = module
        for part in config["function"].split("."):
            function = getattr(function, part, None)
        if function is None:
            there = [
                name
                for name, value in vars(module).items()
                if callable(value)
                and not name.startswith("_")
                and getattr(value, "__module__", None) == module.__name__
            ]
            raise Refused(
                "%s has no function %s" % (config["module"], config["function"]),
                "it has: " + ", ".join(there) if there else "it defines no function",
            )
        if not callable(function):
            raise Refused(
                "%s is no function but a value of type %s" % (self.name, type(function).__name__),
                "name a function in entrypoint",
            )
        return function

    def _signature(self, function):
        import inspect

        try:
            return inspect, inspect.signature(function)
        except (ValueError, TypeError):
            raise Refused(
                "%s does not tell its parameters" % self.name, "wrap it in a function of your own"
            ) from None

    def _gismo(self, function):
        _, signature = self._signature(function)
        try:
            signature.bind(*GISMO)
        except TypeError:
            raise Refused(
                "%s%s cannot be called with eight arguments" % (self.name, signature),
                "write def %s(%s)" % (self.name.partition(":")[2], ", ".join(GISMO)),
            ) from None
        get = os.environ.get
        fixed = (
            get("AWS_ACCESS_KEY_ID"),
            get("AWS_SECRET_ACCESS_KEY"),
            get("AWS_DEFAULT_REGION") or get("AWS_REGION"),
            get("MUSTER_SOLVER_NAME"),
            get("MUSTER_SOLVER_FILE"),
        )

        def call(task):
            column = task["column"]
            return function(
                values.bucket(task["root"]),
                task["key"],
                "None" if column is None else column,
                *fixed
            )

        return call

    def _keywords(self, function, config):
        inspect, signature = self._signature(function)
        provided = values.getters(config["run"], config["params"])
        positional = []
        named = {}
        for name, parameter in signature.parameters.items():
            if parameter.kind is inspect.Parameter.VAR_KEYWORD:
                named.update((n, g) for n, g in provided.items() if n not in signature.parameters)
            elif parameter.kind is inspect.Parameter.VAR_POSITIONAL:
                continue
            elif name in provided:
                if parameter.kind is inspect.Parameter.POSITIONAL_ONLY:
                    positional.append(provided[name])
                else:
                    named[name] = provided[name]
            elif parameter.default is inspect.Parameter.empty:
                raise Refused(
                    "entrypoint %s() wants '%s', which is not provided" % (self.name, name),
                    "there are: %s; give it a default, or define params.%s in muster.yaml"
                    % (", ".join(provided), name),
                )
            elif parameter.kind is inspect.Parameter.POSITIONAL_ONLY:
                positional.append(lambda task, value=parameter.default: value)
        self.wants_path = provided["path"] in positional or provided["path"] in named.values()
        pairs = tuple(named.items())

        def call(task):
            return function(
                *[get(task) for get in positional], **{name: get(task) for name, get in pairs}
            )

        return call

    def trace(self, error):
        """The traceback without the shim's own frames and the import machinery's."""
        try:
            trace = traceback.TracebackException(type(error), error, error.__traceback__)
            seen = set()
            waiting = [trace]
            while waiting:
                part = waiting.pop()
                if part is None or id(part) in seen:
                    continue
                seen.add(id(part))
                part.stack = traceback.StackSummary.from_list(
                    [
                        frame
                        for frame in part.stack
                        if not frame.filename.startswith((self._shim, "<frozen importlib"))
                    ]
                )
                waiting += (part.__cause__, part.__context__)
            return "".join(trace.format()).rstrip("\n")
        except Exception:  # the exception's own __str__ fails
            return "Traceback: %s" % type(error).__name__


def class_names(error):
    """The names of an exception's class and its bases, most special first, joined by commas.

    A class that is not built in stands there twice: as module.Name and as Name.
    """
    names = []
    for base in type(error).__mro__:
        if base is object or base is BaseException:
            continue
        if base.__module__ != "builtins":
            names.append("%s.%s" % (base.__module__, base.__qualname__))
        names.append(base.__name__)
    return ",".join(names)


def describe(error):
    """For instance ValueError: no column temp."""
    try:
        text = str(error)
    except Exception:
        text = "(its text cannot be read)"
    name = type(error).__name__
    return "%s: %s" % (name, text) if text else name
