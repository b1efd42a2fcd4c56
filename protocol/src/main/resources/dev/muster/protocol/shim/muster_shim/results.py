"""From what an entrypoint returns to the text of one JSON object."""

import errno
import json
import math
import os

#: Muster's reader refuses what is nested deeper: Json.MAX_DEPTH
MAX_DEPTH = 200

_NAMES = {math.inf: "Infinity", -math.inf: "-Infinity"}


class BadResult(Exception):
    """What was returned cannot be a result; kind is the failure's kind."""

    def __init__(self, message, kind="BAD_RESULT"):
        super().__init__(message)
        self.kind = kind


def _plain(value):
    """A NumPy or pandas value as what Python has for it."""
    for name in ("tolist", "item"):
        method = getattr(value, name, None)
        if callable(method) and not isinstance(value, type):
            plain = method()
            if type(plain) is not type(value):
                return plain
    raise TypeError(
        "it holds a value of type %s, which JSON has not; convert it, for instance with str()"
        % type(value).__name__
    )


_encode = json.JSONEncoder(allow_nan=False, separators=(",", ":"), default=_plain).encode


def encode(value):
    """The JSON text of a result, in ASCII.

    NaN and the infinities become "NaN", "Infinity" and "-Infinity", as protobuf's JSON has them.
    """
    if not isinstance(value, dict):
        if value is None:
            return "{}"
        raise BadResult("returned a value of type %s; return a dict" % type(value).__name__)
    try:
        try:
            text = _encode(value)
        except (ValueError, TypeError):
            text = _encode(_normal(value, []))
        if text.count("{") + text.count("[") > MAX_DEPTH and _depth(json.loads(text)) > MAX_DEPTH:
            raise BadResult("the result is nested deeper than %d" % MAX_DEPTH)
        return text
    except RecursionError:
        raise BadResult("the result is nested deeper than %d" % MAX_DEPTH) from None
    except BadResult:
        raise
    except Exception as error:  # values have methods of the user's own
        raise BadResult("the result is not JSON: %s" % error) from None


def _normal(value, above):
    """The value with what JSON has not replaced; refuses what contains itself."""
    if isinstance(value, float):
        return value if math.isfinite(value) else _NAMES.get(value, "NaN")
    if value is None or isinstance(value, (str, int)):
        return value
    if id(value) in above:
        raise BadResult("the result contains itself")
    above.append(id(value))
    if isinstance(value, dict):
        normal = {_key(key): _normal(item, above) for key, item in value.items()}
    elif isinstance(value, (list, tuple)):
        normal = [_normal(item, above) for item in value]
    else:
        normal = _normal(_plain(value), above)
    above.pop()
    return normal


def _key(key):
    if isinstance(key, float):
        return key if math.isfinite(key) else _NAMES.get(key, "NaN")
    if key is None or isinstance(key, (str, int)):
        return key
    try:
        return _key(_plain(key))
    except TypeError:
        raise BadResult(
            "the result has a key of type %s; keys are texts or numbers" % type(key).__name__
        ) from None


def _depth(value):
    deepest = 0
    waiting = [(value, 1)]
    while waiting:
        item, depth = waiting.pop()
        if isinstance(item, (dict, list)):
            deepest = max(deepest, depth)
            below = item.values() if isinstance(item, dict) else item
            waiting += [(child, depth + 1) for child in below]
    return deepest


class ResultWriter:
    """Says how a result travels: within its message, or as a file in the spool folder."""

    def __init__(self, config):
        self._inline = config["inline_result"]
        self._max = config["max_result"]
        self._spool = config["spool"]
        self._worker = config["worker"]
        self._run = config["run"]

    def fields(self, text, task, attempt):
        """The fields of the message, as JSON text without braces."""
        if len(text) <= self._inline:
            return '"data":' + text
        if len(text) > self._max:
            from .processes import size

            raise BadResult(
                "the result has %s, more than the %s that Muster keeps"
                % (size(len(text)), size(self._max)),
                "RESULT_TOO_LARGE",
            )
        import hashlib

        data = text.encode("ascii")
        name = "%s-%d-%d-%d.json" % (self._run, self._worker, task, attempt)
        path = os.path.join(self._spool, name)
        try:
            with open(path, "wb") as file:
                file.write(data)
        except OSError as error:
            try:
                os.unlink(path)
            except OSError:
                pass
            raise BadResult(
                "the result of %d bytes cannot be written to %s: %s"
                % (len(data), path, error.strerror or error),
                "NO_ROOM" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "RETRYABLE",
            ) from None
        return '"file":%s,"size":%d,"sha256":"%s"' % (
            json.dumps(name),
            len(data),
            hashlib.sha256(data).hexdigest(),
        )
