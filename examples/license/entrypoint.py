"""Solves linear equations, as many unknowns as the license allows.

Each row of a file holds the coefficients of an equation and its right-hand side.
"""

import csv
import stat
from fractions import Fraction
from pathlib import Path


def main(path, files):
    """files: the folder that holds the project's `files:`; a command finds it in MUSTER_FILES."""
    license_terms = read_license(Path(files, "sample.lic"))
    with open(path, newline="", encoding="utf-8") as file:
        rows = [[Fraction(cell) for cell in row] for row in csv.reader(file)]
    limit = int(license_terms["max-unknowns"])
    if len(rows) > limit:
        raise PermissionError(f"the license allows {limit} unknowns, this file has {len(rows)}")
    return {
        "licensee": license_terms["licensee"],
        "unknowns": len(rows),
        "solution": [float(value) for value in solve(rows)],
    }


def read_license(path):
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode != 0o600:
        raise PermissionError(f"{path.name} has mode {mode:o}: others could read it")
    terms = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            name, value = line.split("=", 1)
            terms[name.strip()] = value.strip()
    return terms


def solve(rows):
    """Gauss and Jordan's elimination; exact, as the numbers are fractions."""
    rows = [list(row) for row in rows]
    for index in range(len(rows)):
        pivot = next(i for i in range(index, len(rows)) if rows[i][index] != 0)
        rows[index], rows[pivot] = rows[pivot], rows[index]
        head = rows[index][index]
        rows[index] = [value / head for value in rows[index]]
        for other, row in enumerate(rows):
            if other != index:
                factor = row[index]
                rows[other] = [a - factor * b for a, b in zip(row, rows[index])]
    return [row[-1] for row in rows]
