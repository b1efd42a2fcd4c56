"""What one column of a weather file says: averages, trend, spells, exceedances.

Standard library only. The result is a nested dict; its keys become the columns of results.csv.
"""

import csv
import random
from collections import defaultdict
from datetime import datetime
from itertools import accumulate
from operator import mul
from statistics import fmean, pstdev

# A value above its limit counts as an exceedance: a hot day, a tropical night, a fresh breeze.
LIMITS = {"temp_max": 30.0, "temp_min": 20.0, "temperature": 20.0, "wind": 8.0}


def main(path, column, window, resamples, seed):
    times, values = read(path, column)
    per_day = samples_per_day(times)
    length = window * per_day
    low, high = extremes(times, values)
    return {
        "count": len(values),
        "mean": rounded(fmean(values)),
        "deviation": rounded(pstdev(values)),
        "lowest": low,
        "highest": high,
        "exceedances": exceedances(values, LIMITS.get(column)),
        "lag1_autocorrelation": rounded(lag1_autocorrelation(values)),
        "trend_per_day": trend(values, per_day, length, resamples, seed),
        "longest_spell": longest_spell(times, values, length),
        "monthly_mean": monthly_mean(times, values),
    }


def read(path, column):
    """The times and the numbers of a column; a row without a number is left out."""
    times, values = [], []
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row[column]:
                times.append(datetime.fromisoformat(row["date"]))
                values.append(float(row[column]))
    if len(values) < 3:
        raise ValueError(f"{column} has {len(values)} values, at least 3 are needed")
    return times, values


def samples_per_day(times):
    return max(1, round(86400 / (times[1] - times[0]).total_seconds()))


def extremes(times, values):
    pairs = list(zip(values, times))
    return tuple(
        {"value": value, "at": time.isoformat(timespec="minutes")}
        for value, time in (min(pairs), max(pairs))
    )


def exceedances(values, limit):
    if limit is None:
        return None
    return {"limit": limit, "count": sum(value > limit for value in values)}


def monthly_mean(times, values):
    months = defaultdict(list)
    for time, value in zip(times, values):
        months[f"{time.month:02d}"].append(value)
    return {month: rounded(fmean(numbers)) for month, numbers in sorted(months.items())}


def lag1_autocorrelation(values):
    mean = fmean(values)
    deviations = [value - mean for value in values]
    return sum(map(mul, deviations, deviations[1:])) / sum(map(mul, deviations, deviations))


def trend(values, per_day, block, resamples, seed):
    """The slope of the least-squares line, with a 95 % interval by moving-block bootstrap.

    Weather remembers yesterday, so residuals are drawn in blocks and not one by one: drawn alone
    they would make the interval too narrow.
    """
    size = len(values)
    middle = (size - 1) / 2
    centred = [index - middle for index in range(size)]
    spread = sum(map(mul, centred, centred))
    slope = sum(map(mul, centred, values)) / spread
    mean = fmean(values)
    residuals = [value - mean - slope * x for value, x in zip(values, centred)]

    draw = random.Random(seed)
    block = min(block, size // 3)
    starts = range(size - block + 1)
    slopes = []
    for _ in range(resamples):
        sample = []
        while len(sample) < size:
            start = draw.choice(starts)
            sample += residuals[start : start + block]
        slopes.append(slope + sum(map(mul, centred, sample)) / spread)
    slopes.sort()
    low, high = slopes[int(0.025 * resamples)], slopes[int(0.975 * resamples)]
    return {
        "slope": rounded(slope * per_day, 5),
        "low": rounded(low * per_day, 5),
        "high": rounded(high * per_day, 5),
        "excludes_zero": low > 0 or high < 0,
    }


def longest_spell(times, values, window):
    """The longest run of moving averages that stay a standard deviation above the mean."""
    window = min(window, len(values) // 3)
    sums = [0.0, *accumulate(values)]
    averages = [(sums[i + window] - sums[i]) / window for i in range(len(values) - window + 1)]
    bar = fmean(values) + pstdev(values)

    best, run = range(0), 0
    for index, average in enumerate(averages):
        run = run + 1 if average > bar else 0
        if run > len(best):
            best = range(index - run + 1, index + 1)
    if not best:
        return None
    first, last = times[best[0]], times[best[-1] + window - 1]
    return {
        "days": rounded((last - first).total_seconds() / 86400 + 1 / samples_per_day(times), 1),
        "from": first.date().isoformat(),
        "to": last.date().isoformat(),
    }


def rounded(number, digits=3):
    return round(number, digits)
