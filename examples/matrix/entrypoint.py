"""Power of one inverter over time, as a matrix: how repeatable are its days?

The known eight-parameter form: it runs on files below a folder and on objects of an S3 bucket.
"""

import csv
import io
import os
from statistics import fmean, pstdev

import s3


def entrypoint(
    data_bucket,
    curr_process_file,
    curr_process_column,
    aws_access_key,
    aws_secret_access_key,
    aws_region,
    solver_name,
    solver_file,
):
    if os.path.isabs(data_bucket):
        with open(os.path.join(data_bucket, curr_process_file), "rb") as file:
            content = file.read()
    else:
        content = s3.read(
            data_bucket, curr_process_file, aws_access_key, aws_secret_access_key, aws_region
        )
    days = day_matrix(content.decode("utf-8"), curr_process_column)
    energies = [sum(day) / (len(day) / 24) for day in days]
    profile = [fmean(samples) for samples in zip(*days)]
    return {
        "file": curr_process_file,
        "column": curr_process_column,
        "days": len(days),
        "samples_per_day": len(profile),
        "energy": {
            "total": round(sum(energies), 3),
            "mean": round(fmean(energies), 3),
            "deviation": round(pstdev(energies), 3),
        },
        "peak": {"value": round(max(profile), 3), "sample": profile.index(max(profile))},
        "likeness": round(fmean(likeness(day, profile) for day in days), 4),
    }


def day_matrix(text, column):
    """One row for each day, one number for each sample of the day."""
    days = {}
    for row in csv.DictReader(io.StringIO(text)):
        days.setdefault(row["Time"][:10], []).append(float(row[column]))
    width = max(len(day) for day in days.values())
    return [day for _, day in sorted(days.items()) if len(day) == width]


def likeness(day, profile):
    """The cosine between a day and the average day: 1.0 when only the scale differs."""
    product = sum(a * b for a, b in zip(day, profile))
    lengths = (sum(a * a for a in day) * sum(b * b for b in profile)) ** 0.5
    return product / lengths if lengths else 0.0
