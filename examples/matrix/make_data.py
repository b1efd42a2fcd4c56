#!/usr/bin/env python3
"""Writes synthetic measurements of solar sites: make_data.py FOLDER

The same bytes at every call. Each file has a time, two or three power columns and a temperature.
"""

import csv
import math
import random
import sys
from datetime import datetime, timedelta
from pathlib import Path

# Name of the site (some in a folder, so that * must cross it), days, inverters.
SITES = [
    ("north/site-01.csv", 10, 2),
    ("north/site-02.csv", 14, 3),
    ("south/site-03.csv", 7, 2),
    ("site-04.csv", 21, 2),
]
SAMPLES_PER_DAY = 96


def write_site(path, days, inverters):
    draw = random.Random(path.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["Time", *(f"Power_{i + 1}" for i in range(inverters)), "Temperature"])
        start = datetime(2021, 6, 1)
        for sample in range(days * SAMPLES_PER_DAY):
            if sample % SAMPLES_PER_DAY == 0:
                sky = draw.uniform(0.4, 1.0)
            hour = sample % SAMPLES_PER_DAY * 24 / SAMPLES_PER_DAY
            sun = max(0.0, math.sin((hour - 6) * math.pi / 12))
            powers = [
                f"{sun * sky * (4 + i) * draw.uniform(0.9, 1.0):.3f}" for i in range(inverters)
            ]
            time = start + timedelta(hours=24 / SAMPLES_PER_DAY) * sample
            rows.writerow([time.isoformat(sep=" "), *powers, f"{12 + 10 * sun:.1f}"])


def write_all(folder):
    for name, days, inverters in SITES:
        write_site(Path(folder, name), days, inverters)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: make_data.py FOLDER")
    write_all(sys.argv[1])
