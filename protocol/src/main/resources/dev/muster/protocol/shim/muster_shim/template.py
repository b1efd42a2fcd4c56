"""Arguments of a command with placeholders such as {path} and {params.window}.

Only a name in braces is a placeholder: the braces of {"json": 1} and of awk's {print $1} are left
alone. A name in double braces, {{path}}, stands for itself in single ones.
"""

import json
import re

from . import values
from .messages import Refused

_NAME = r"[A-Za-z_][A-Za-z0-9_.-]*"
_TOKEN = re.compile(r"\{\{(%s)\}\}|\{(%s)\}" % (_NAME, _NAME))


def text(value):
    """A value as an argument: texts as they are, nothing for null, JSON for all others."""
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)


class Template:
    """A text whose placeholders were checked; fill(task) gives the text for a task."""

    def __init__(self, source, run, params):
        getters = values.getters(run, ())
        for name in params:
            getters["params." + name] = lambda task, name=name: task["params"][name]
        del getters["params"]
        self.parts = []
        #: the names that it uses
        self.names = set()
        at = 0
        for match in _TOKEN.finditer(source):
            self.parts.append(source[at : match.start()])
            at = match.end()
            literal, name = match.groups()
            if literal:
                self.parts.append("{%s}" % literal)
            elif name in getters:
                self.names.add(name)
                self.parts.append(getters[name])
            else:
                raise Refused(
                    "{%s} in the command's argument %s is unknown" % (name, json.dumps(source)),
                    "there are %s; for the text itself write {{%s}}"
                    % (" ".join("{%s}" % known for known in getters), name),
                )
        self.parts.append(source[at:])
        if not self.names:
            self.parts = ["".join(self.parts)]

    def fill(self, task):
        """The text for a task."""
        if len(self.parts) == 1:
            return self.parts[0]
        return "".join(
            [part if isinstance(part, str) else text(part(task)) for part in self.parts]
        )
