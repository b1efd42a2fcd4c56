"""Reads pairs of INI files as multimno does, or literals, and prints where ours differ."""
import ast
import configparser
import json
import os
import sys


def parse(files):
    parser = configparser.ConfigParser(
        inline_comment_prefixes="#",
        interpolation=configparser.ExtendedInterpolation(),
        strict=True,
    )
    parser.optionxform = str
    for name in files:
        with open(name, encoding="utf-8") as file:
            parser.read_file(file)
    values, lost, found = {}, set(), set()
    for section in parser.sections() + ["DEFAULT"]:
        own = parser._sections.get(section, {})
        into = {}
        for key in parser[section]:
            try:
                into[key] = parser.get(section, key)
                if key not in own:
                    found.add(key)
            except configparser.Error:
                if key in own:
                    raise
                lost.add(key)
        if section != "DEFAULT" or into:
            values[section] = into
    if lost - found:
        raise configparser.Error("of no use anywhere: %s" % lost)
    return values


def literal(text):
    """What Python reads, without what ours refuse: other keys, keys that are there twice."""
    value = ast.literal_eval(text)
    for node in ast.walk(ast.parse(text.lstrip(" \t"), mode="eval")):
        if isinstance(node, ast.Dict):
            keys = [ast.literal_eval(each) for each in node.keys]
            if any(type(each) not in (str, int) for each in keys):
                raise ValueError("a key that is neither text nor whole number")
            if len(set(map(str, keys))) < len(keys):
                raise ValueError("a key is there twice")
    return plain(value)


def plain(value):
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float) and abs(value) != float("inf"):
        return value
    raise ValueError("JSON has no %s" % type(value))


def outcome(function, *arguments):
    try:
        return {"value": function(*arguments)}
    except Exception as error:
        return {"error": type(error).__name__ + ": " + str(error)}


def show(outcome):
    return json.dumps(outcome, sort_keys=True)


folder, kind = sys.argv[1:3]
with open(os.path.join(folder, "ours.json"), encoding="utf-8") as file:
    ours = json.load(file)
valid = 0
for i, our in enumerate(ours):
    if kind == "files":
        pair = [os.path.join(folder, "%d-%d.ini" % (i, j)) for j in (0, 1)]
        peers = outcome(parse, pair)
    else:
        peers = outcome(literal, our["text"])
    valid += "value" in peers
    same = "error" in peers and "error" in our or show(peers.get("value")) == show(our.get("value"))
    if not same or ("error" in peers) != ("error" in our):
        print("%d differs: Python %s, ours %s" % (i, show(peers), show(our)))
print("%d of %d are valid" % (valid, len(ours)))
