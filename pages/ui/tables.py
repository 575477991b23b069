"""The tables as the pages show them, and the foot of each page."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.charts import PAIR_MEASURES, Measure
from analysis.exports import COUNT_COLUMNS, rank
from analysis.words import count
from pages.ui import cache
from pages.ui.cards import show_note, show_table
from pages.ui.frame import View

text, number = st.column_config.TextColumn, st.column_config.NumberColumn
PAIR_HELP = "\n".join(f"- **{m.label}**: {m.definition}" for m in PAIR_MEASURES.values())


def _bar(label: str, most, **more):
    return st.column_config.ProgressColumn(label, min_value=0, max_value=max(float(most), 1e-9), **more)


def show_actors(view: View, measure: Measure, period: str, top: int) -> None:
    """The most mentioned actors, a line each, with their curve by `period`."""
    actors = rank(view.actors, measure.key)
    if actors.empty:
        return show_note("Actors", "No actor is named in the selected articles.", key="actors")
    shown, curves = actors[COUNT_COLUMNS].head(top), None
    columns = {
        "name": text("Actor", width=130),
        measure.key: _bar(measure.label, shown[measure.key].max(), format="localized", width=85),
    }
    if view.totals.has_timeline:
        lines = cache.timeline(view.corpus, view.selection, period, tuple(shown.entity_id))
        curves = shown.entity_id.map(lines.groupby("entity_id")[measure.key].agg(list))
        columns["trend"] = st.column_config.LineChartColumn("Trend", width=60, y_min=0)
    show_table(
        view,
        "Actors",
        f"Top {len(shown)} of {len(actors):,} by {measure.label.lower()}",
        shown,
        columns,
        key="actors",
        curves=curves,
    )


def show_counts(view: View, counts: pd.DataFrame, label: str, measure: Measure) -> None:
    """Every counted entity: the table behind a map, bars or lines."""
    if counts.empty:
        return
    shown = rank(counts, measure.key)[COUNT_COLUMNS]
    shown = shown.assign(
        type=shown.type.str.replace("_", " "), percent=shown.share * 100, low=shown.low * 100, high=shown.high * 100
    )
    columns = {
        "name": text("Name", pinned=True),
        "type": text("Type"),
        "mentions": number("Mentions", format="localized"),
        "articles": _bar("Articles", shown.articles.max() if len(shown) else 1, format="localized"),
        "percent": number("Share of articles", format="%.1f%%"),
        "low": number("95 % from", format="%.1f%%", help="Wilson 95 % interval of the share"),
        "high": number("to", format="%.1f%%", help="Wilson 95 % interval of the share"),
    }
    show_table(
        view,
        f"{label} in numbers",
        f"{count(len(shown), 'row')} · sort by any column",
        shown,
        columns,
        key="counts",
        height=360 if len(shown) > 9 else "content",
    )


def show_pairs(view: View, pairs: pd.DataFrame) -> None:
    """The pairs behind the heatmap, with what chance alone would give."""
    shown = pairs[pairs.together > 0].sort_values(["together", "lift"], ascending=False, kind="stable")
    if shown.empty:
        return
    columns = {
        "left_name": text("First"),
        "right_name": text("Second"),
        "together": _bar("Together", shown.together.max(), format="localized"),
        "left_units": number("With the first", format="localized"),
        "right_units": number("With the second", format="localized"),
        "expected": number("Expected", format="%.1f", help="If the two were independent: first × second ÷ all"),
        "lift": number("Lift", format="%.2f×", help=PAIR_MEASURES["lift"].definition),
        "npmi": number("NPMI", format="%.2f", help=PAIR_MEASURES["npmi"].definition),
        "q": number(
            "q",
            format="%.2g",
            help="False discovery rate of a pair this unusual, over all pairs with enough articles to be tested (exact "
            "test by article, Benjamini–Hochberg). Blank: too few articles to test.",
        ),
    }
    show_table(
        view,
        "Pairs in numbers",
        f"{count(len(shown), 'pair')} · a small q says chance alone is an unlikely reason",
        shown,
        columns,
        key="pairs",
        height=360 if len(shown) > 9 else "content",
    )


def show_unplaced(view: View) -> None:
    """Countries without a place on the map, with the reason."""
    unplaced = cache.unplaced(view.corpus)
    unplaced = unplaced[unplaced.entity_id.isin(view.countries.entity_id)]
    if len(unplaced):
        st.caption(
            "Not on the map: " + "; ".join(f"{view.names[u.entity_id]} ({u.reason})" for u in unplaced.itertuples())
        )


def show_footer(view: View) -> None:
    st.caption(
        f"{view.provenance['made_by']} · corpus {view.provenance['corpus']} · "
        "mentioned together is not a relationship, and a country named is not "
        "where it happened · borders: Natural Earth via visionscarto; they and the names imply no endorsement"
    )
