"""Finds the readings of a scale that cannot be right."""

import csv

import musterdemo_stats as stats


def main(path, column):
    with open(path, newline="", encoding="utf-8") as file:
        values = [float(row[column]) for row in csv.DictReader(file)]
    return {
        "readings": len(values),
        "spread": round(stats.median_absolute_deviation(values), 3),
        "outliers": stats.outliers(values),
        "package": stats.__version__,
    }
