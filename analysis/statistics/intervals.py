"""95 % intervals of two shares compared. Closed forms, built on Wilson's interval of each share."""

from __future__ import annotations

import numpy as np

from analysis.statistics.frequency import find_interval


def find_difference_interval(k, n, k_other, n_other) -> tuple[np.ndarray, np.ndarray]:
    """The ends of the 95 % interval of k/n − k_other/n_other, −1 to 1 (Newcombe 1998, method 10: the squares of the
    distances of each share to its Wilson bounds add up). The two must share no articles. NaN where either has none."""
    (p, low, high), (q, low_other, high_other) = _share(k, n), _share(k_other, n_other)
    return (
        p - q - np.hypot(p - low, high_other - q),
        p - q + np.hypot(high - p, q - low_other),
    )


def find_ratio_interval(k, n, k_other, n_other) -> tuple[np.ndarray, np.ndarray]:
    """The ends of the 95 % interval of (k/n) ÷ (k_other/n_other), 0 to ∞.

    MOVER-R with Wilson's intervals (Donner & Zou 2012; Newcombe 2016), one of the three that Fagerland, Lydersen and
    Laake (2015) recommend for ratios of proportions: near 95 % also of small counts and of shares near 0 or 1, and with
    an end where k or k_other is 0 (from 0; to ∞). The two must share no articles. NaN where either has none.
    """
    (p, low, high), (q, low_other, high_other) = _share(k, n), _share(k_other, n_other)
    product = p * q
    below = product**2 - low * high_other * (2 * p - low) * (2 * q - high_other)
    above = product**2 - high * low_other * (2 * p - high) * (2 * q - low_other)
    with np.errstate(invalid="ignore", divide="ignore"):
        # the published lower end, multiplied out so that nothing is ever divided by 2q − high_other, which may be 0
        start = low * (2 * p - low) / (product + np.sqrt(np.maximum(below, 0)))
        end = (product + np.sqrt(np.maximum(above, 0))) / (low_other * (2 * q - low_other))
    known = ~(np.isnan(p) | np.isnan(q))
    return np.where(known & (low == 0), 0.0, start), np.where(known & (low_other == 0), np.inf, end)


def _share(k, n) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    k, n = np.asarray(k, float), np.asarray(n, float)
    low, high = find_interval(k, n)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(n > 0, k / n, np.nan), low, high
