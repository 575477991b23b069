"""What a chart can show of a counts table: its column, its words and its number format."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Measure:
    """One column of counts as a reader sees it. `of` gives chart units: counts as they are, shares in per cent."""

    key: str  # the column, and the word in URLs
    label: str
    unit: str  # for axes and file heads
    definition: str

    def of(self, counts: pd.DataFrame) -> pd.Series:
        return counts[self.key] * 100 if self.key == "share" else counts[self.key]

    def write(self, value: float) -> str:
        if not np.isfinite(value):
            return "–"
        if self.key == "share":
            return f"{value:.0f}%" if value >= 10 else f"{value:.1f}%"
        return f"{value:,.0f}"


MEASURES = {
    m.key: m
    for m in (
        Measure("mentions", "Mentions", "mentions", "How often it is named, every time counted."),
        Measure("articles", "Articles", "articles", "In how many of the selected articles it is named at least once."),
        Measure(
            "share",
            "Share",
            "% of articles",
            "Articles that name it, per hundred selected articles; the thin lines are Wilson 95 % intervals.",
        ),
    )
}


def log_ticks(low: float, high: float) -> list[float]:
    """Round values (1, 3, 10, 30 …; over a wide range 1, 10, 100 …) between `low` and `high`; the ends if none is."""
    steps = (1,) if high > 1000 * low else (1, 3)
    ticks = [m * 10.0**e for e in range(-2, 9) for m in steps if low <= m * 10.0**e <= high]
    return ticks or [low, high]
