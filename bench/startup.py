#!/usr/bin/env python3
"""How long `muster --version` and `--help` take, beside a Java program that does nothing."""

import tempfile
from pathlib import Path
from statistics import median

import lib
import muster

EMPTY = "public class Empty { public static void main(String[] arguments) {} }\n"


def empty_java(scratch):
    java, javac = lib.require("java", "openjdk-17-jre-headless"), lib.require(
        "javac", "openjdk-17-jdk-headless"
    )
    source = Path(scratch, "Empty.java")
    source.write_text(EMPTY)
    lib.measure(lib.Command([javac, "-d", scratch, source]))
    command = lib.Command([java, "-cp", scratch, "Empty"])
    return lib.Contender("empty Java main", 1, lambda tasks, folder: command)


def option(name):
    program = muster.command()

    def prepare(tasks, folder):
        return lib.Command([program, name], env={"MUSTER_HOME": folder / "home"})

    return lib.Contender(f"muster {name}", 1, prepare)


def main():
    arguments = lib.options(__doc__, rounds=20).parse_args()
    with tempfile.TemporaryDirectory(prefix="muster-bench-") as scratch:
        contenders = lib.available(
            lambda: empty_java(scratch), lambda: option("--version"), lambda: option("--help")
        )
        lib.in_turns(contenders, 1)  # fills the disk cache
        readings = lib.in_turns(contenders, arguments.rounds)
    base = readings[contenders[0].name]
    rows = [
        [
            contender.name,
            lib.span(readings[contender.name], unit=0.001, digits=0),
            f"{lib.ratio(readings[contender.name], base):.2f}",
            f"{median(reading.cpu for reading in readings[contender.name]) * 1000:.0f}",
        ]
        for contender in contenders
    ]
    lib.report(arguments, "Start-up", ["", "ms", "×", "CPU, ms"], rows, readings)


if __name__ == "__main__":
    main()
