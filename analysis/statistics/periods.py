"""Stretches of the calendar: days, weeks, months, quarters, years."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from analysis.tables import DAY

# pandas' names of the periods; a week is Monday to Sunday (ISO 8601)
PERIODS = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q-DEC", "year": "Y-DEC"}
MOST_POINTS = 36  # of a line that is to be read without zooming


def choose_period(first_day: date, last_day: date) -> str:
    """The finest period (day, week, month or quarter) that gives a line of at most about MOST_POINTS points."""
    days = (last_day - first_day).days + 1
    return next(
        (p for p, length in (("day", 1), ("week", 7), ("month", 30.5)) if days <= MOST_POINTS * length), "quarter"
    )


def find_first_days(days: pd.Series, period: str) -> pd.Series:
    """The first day of the period that each day lies in; NaT for NaT."""
    codes, known = pd.factorize(days)  # periods are slow to make, and days few
    first = pd.DatetimeIndex(known).to_period(PERIODS[period]).to_timestamp().astype(DAY).append(_MISSING)
    return pd.Series(first[codes], index=days.index)


def list_periods(days: pd.Series, period: str) -> pd.DatetimeIndex:
    """The first day of every period from that of the first day to that of the last, without holes; none of no days."""
    days = days.dropna()
    if days.empty:
        return pd.DatetimeIndex([], dtype=DAY)
    return pd.period_range(days.min(), days.max(), freq=PERIODS[period]).to_timestamp().astype(DAY)


def mark_unfinished(periods: pd.DatetimeIndex, period: str, last_day: date | pd.Timestamp) -> np.ndarray:
    """Whether the calendar goes on with a period after `last_day`, for each of the periods (their first days)."""
    if not len(periods):
        return np.zeros(0, bool)
    return (periods.to_period(PERIODS[period]).end_time.normalize() > pd.Timestamp(last_day)).astype(bool)


_MISSING = pd.DatetimeIndex([pd.NaT], dtype=DAY)
