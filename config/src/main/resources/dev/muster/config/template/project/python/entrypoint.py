"""Called once for every column that muster.yaml asks for, in each of the input files."""

import csv


def main(path, column, unit, window):
    """Returns a JSON object: it becomes one row of results.csv.

    path    a local file with the content of the input
    column  the name of the column
    unit, window    the parameters of muster.yaml

    Also there for those who declare them: file, bucket, uri, round.
    What is printed goes to the task's own log.
    """
    with open(path, newline="") as source:
        values = [float(row[column]) for row in csv.DictReader(source) if row[column]]
    print(f"{len(values)} values of {column}")
    means = [
        sum(values[i : i + window]) / window for i in range(len(values) - window + 1)
    ]
    return {
        "unit": unit,
        "count": len(values),
        "mean": round(sum(values) / len(values), 3),
        "highest_mean": round(max(means), 3),
    }
