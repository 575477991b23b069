"""The choices that belong to one page; they too live in the URL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from analysis.charts import MEASURES, Measure
from analysis.exports import KINDS as KINDS_OF
from analysis.exports import rank
from analysis.tables import UNITS
from analysis.words import count
from pages.ui import url
from pages.ui.frame import View

KINDS = {name: (name.capitalize(), kinds) for name, kinds in KINDS_OF.items()}
PAIRINGS = {
    "countries": ("Countries × countries", "countries", "countries"),
    "actors": ("Actors × actors", "actors", "actors"),
    "mixed": ("Countries × actors", "countries", "actors"),
}
PERIODS = ("day", "week", "month", "quarter")
FEWEST = 5  # articles below which article-level co-occurrence says nothing
TOP = (5, 10, 15, 20, 30, 50)


def pick(
    name: str,
    label: str,
    options: Mapping[str, str],
    default: str,
    *,
    hide_label: bool = False,
    help: str | None = None,
) -> str:
    """One of `options` (value: words) by segmented control, kept in the URL as `name`."""
    return st.segmented_control(
        label,
        list(options),
        format_func=options.__getitem__,
        label_visibility="collapsed" if hide_label else "visible",
        help=help,
        required=True,
        **url.bind(name, url.choose_one(name, list(options), default), url.one(default)),
    )


def pick_from_list(name: str, label: str, options: Mapping[str, str], default: str, help: str | None = None) -> str:
    """One of `options` (value: words) by drop-down list, kept in the URL as `name`."""
    return st.selectbox(
        label,
        list(options),
        format_func=options.__getitem__,
        help=help,
        width=max(110, 50 + 9 * max(map(len, options.values()))),
        **url.bind(name, url.choose_one(name, list(options), default), url.one(default)),
    )


def pick_measure(default: str = "mentions") -> Measure:
    help = "\n".join(f"- **{m.label}**: {m.definition}" for m in MEASURES.values())
    return MEASURES[pick("measure", "Measure", {k: m.label for k, m in MEASURES.items()}, default, help=help)]


def pick_top(default: int = 15) -> int:
    return int(pick_from_list("top", "Show", {str(n): f"top {n}" for n in TOP}, str(default)))


def pick_kind(view: View) -> tuple[str, pd.DataFrame]:
    """What to count: its label, and its counts."""
    kind = pick("kind", "Count", {k: label for k, (label, _) in KINDS.items()}, "countries")
    return kind, view.counts[view.counts.kind.isin(KINDS[kind][1])]


def pick_period(view: View, default: str) -> str:
    """The length of a period; no question where there is no timeline."""
    if not view.totals.has_timeline:
        return default
    return pick("period", "Period", {p: p.capitalize() for p in PERIODS}, default)


def pick_entities(view: View, counts: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """The entities on the timeline, at most ten; by default the five leading ones."""
    ranked = rank(counts, measure.key)
    if not view.totals.has_timeline:
        return ranked.head(5)
    asked = [e for e in url.read("lines") if e in set(ranked.entity_id)]
    chosen = st.multiselect(
        "Lines on the timeline",
        ranked.entity_id.head(500).tolist(),
        format_func=lambda e: view.names[e],
        max_selections=10,
        placeholder=f"The five leading {'ones' if len(ranked) > 5 else 'ones there are'}",
        **url.bind("lines", asked, list),
    )
    return ranked[ranked.entity_id.isin(chosen)] if chosen else ranked.head(5)


def pick_pairing(view: View) -> tuple[str, pd.DataFrame, pd.DataFrame]:
    """Which entities to pair: the label, and the counts of rows and columns, those in most articles first."""
    chosen = pick("pairing", "Pair", {k: words for k, (words, *_) in PAIRINGS.items()}, "countries")
    words, left, right = PAIRINGS[chosen]
    top = int(pick_from_list("size", "Show", {str(n): f"top {n}" for n in (8, 12, 16, 20, 30)}, "12"))
    ranked = rank(view.counts, "articles")
    rows, columns = (ranked[ranked.kind.isin(KINDS[side][1])].head(top) for side in (left, right))
    return words.lower(), rows, columns


def pick_unit(view: View) -> View:
    """The window that counts as together; with very few articles only the sentence makes sense."""
    if view.totals.articles < FEWEST:
        return replace(view, selection=replace(view.selection, unit="sentence"))
    pick("unit", "Together in one", {u: u.capitalize() for u in UNITS}, "article")
    return view


def say_unit(view: View) -> None:
    """Why there was no window to choose, and what would give one."""
    few = view.totals.articles
    if few < FEWEST:
        st.caption(
            f":material/info: By sentence, because {count(few, 'article')} {'is' if few == 1 else 'are'} too few to "
            f"compare articles; {FEWEST} or more would do."
        )
