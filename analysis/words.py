"""Selections, days and numbers in words, for heads, files and alt texts."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.selection import Selection
from analysis.tables import DEFAULT_LAYERS


def write_day(day) -> str:
    """ "4 December 2025", or "no date"."""
    return "no date" if day is None or pd.isna(day) else f"{day.day} {day:%B %Y}"


def write_days(first, last) -> str:
    return (
        "no dates"
        if first is None
        else write_day(first)
        if first == last
        else f"{write_day(first)} – {write_day(last)}"
    )


def count(number: int, one: str, many: str | None = None) -> str:
    """ "1 article", "2 articles", "12,345 articles"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: list[str], most: int = 3) -> str:
    """ "A, B or C", cut after `most`."""
    if len(words) > most:
        return f"{', '.join(words[:most])} or {len(words) - most} more"
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def write_filters(selection: Selection, names: Mapping[str, str]) -> list[str]:
    """Each filter that is on, in words; an empty list when all is selected."""
    filters = []
    if selection.first_day and selection.last_day:
        filters.append(f"from {write_day(selection.first_day)} to {write_day(selection.last_day)}")
    elif selection.first_day:
        filters.append(f"since {write_day(selection.first_day)}")
    elif selection.last_day:
        filters.append(f"until {write_day(selection.last_day)}")
    if selection.actors:
        filters.append(f"mentioning {listed([names.get(a, a) for a in selection.actors])}")
    if selection.countries:
        filters.append(f"mentioning {listed([names.get(c, c) for c in selection.countries])}")
    if selection.sources:
        filters.append(f"from {listed(list(selection.sources))}")
    if selection.layers != DEFAULT_LAYERS:
        filters.append(f"countries by {', '.join(selection.layers) or 'no layer'}")
    return filters
