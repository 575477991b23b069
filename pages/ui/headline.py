"""The row of headline numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import streamlit as st

from analysis.statistics import frequency
from pages.ui import cache
from pages.ui.figures import default_period
from pages.ui.frame import View


def show_headline(view: View) -> None:
    """Articles, mentions, countries and actors; against the period before when the dates are filtered."""
    before = _before(view)
    spark = _sparks(view)
    columns = st.container(key="headline").columns(4)
    for column, (field, label) in zip(
        columns,
        (
            ("articles", "Articles"),
            ("mentions", "Mentions"),
            ("countries", "Countries in the news"),
            ("actors", "Distinct actors"),
        ),
        strict=True,
    ):
        now = getattr(view.totals, field)
        change = frequency.count_change(now, getattr(before[0], field)) if before else None
        column.metric(
            label,
            f"{now:,}",
            None if change is None else f"{change:+.0%}",
            delta_color="blue",
            delta_description=before[1] if change is not None else None,
            border=True,
            chart_data=spark[field] if spark is not None else None,
            chart_type="area",
        )


def _before(view: View):
    """The totals of the span of equal length just before the chosen one, and its words; None without a chosen start."""
    asked, (first, last, _) = view.selection, cache.days(view.corpus)
    if not asked.first_day or not first:
        return None
    end = asked.last_day or last
    length = (end - asked.first_day).days + 1
    earlier = replace(asked, first_day=asked.first_day - timedelta(length), last_day=asked.first_day - timedelta(1))
    if earlier.first_day < first:
        return None
    return cache.totals(view.corpus, earlier), f"vs {length:,} d before"


def _sparks(view: View):
    if not view.totals.has_timeline:
        return None
    series = cache.totals_over_time(view.corpus, view.selection, default_period(view))
    return series if len(series) > 2 else None
