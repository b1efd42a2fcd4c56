"""Statistics that shrug off outliers."""

from statistics import median

__version__ = "1.0.0"


def median_absolute_deviation(values):
    """The median distance to the median; unlike the standard deviation, one wild value leaves it be."""
    middle = median(values)
    return median(abs(value - middle) for value in values)


def outliers(values, limit=3.5):
    """The values whose modified z-score is above the limit (Iglewicz and Hoaglin, 1993)."""
    middle = median(values)
    spread = median_absolute_deviation(values)
    if spread == 0:
        return []
    return [value for value in values if 0.6745 * abs(value - middle) / spread > limit]
