"""The charts as the pages show them: which table, which words, which card."""

from __future__ import annotations

import pandas as pd

from analysis.charts import MEASURES, PAIR_MEASURES, Measure, draw_bars, draw_heatmap, draw_map, draw_timeline
from analysis.exports import COUNT_COLUMNS, rank
from analysis.statistics import cooccurrence, frequency
from analysis.words import count
from pages.ui import cache
from pages.ui.cards import show_chart, show_note
from pages.ui.frame import View


def show_map(view: View, measure: Measure, *, style: str = "shaded", region: str = "World", height: int = 370) -> None:
    """Countries on the map; those without a place are said, not dropped."""
    counts = view.countries
    title, unplaced = "Where the coverage is", counts[counts.latitude.isna()]
    if counts.empty:
        return show_note(title, "No country is named in the selected articles.", key="map")
    subtitle = f"{measure.label} per country · {count(len(counts), 'country', 'countries')}"
    if len(unplaced):
        subtitle += f" · not on the map: {', '.join(unplaced['name'])}"
    leader = rank(counts, measure.key, 1)
    most = measure.write(measure.of(leader).iloc[0])
    alt = f"World map of {measure.label.lower()} per country. {leader['name'].iloc[0]} leads with {most}."
    figure = draw_map(counts, measure, view.theme, style=style, region=region, height=height)
    show_chart(view, title, subtitle, figure, counts[[*COUNT_COLUMNS, "latitude", "longitude"]], alt, key="map")


def show_ranking(
    view: View, counts: pd.DataFrame, label: str, measure: Measure, top: int, *, key: str, height: int | None = None
) -> None:
    """The `top` of `counts` by `measure` as bars."""
    title = f"Most mentioned {label}"
    if counts.empty:
        return show_note(title, f"The selected articles name no {label}.", key=key)
    shown = rank(counts, measure.key, top)
    subtitle = f"{measure.label} · top {len(shown)} of {len(counts):,}"
    alt = f"Bars of the {len(shown)} {label} with most {measure.label.lower()}: {', '.join(shown['name'].head(5))} …"
    figure = draw_bars(shown, measure, view.theme, height=height if len(shown) > 7 else None)
    show_chart(view, title, subtitle, figure, shown[COUNT_COLUMNS], alt, key=key)


def show_timeline(
    view: View, counts: pd.DataFrame, label: str, measure: Measure, period: str, *, key: str, height: int = 320
) -> None:
    """The given entities (at most ten) over time, or the sentence that says why there is no line to draw."""
    title = "Over time"
    if not view.totals.has_timeline:
        why = (
            "All selected articles are of one day."
            if view.totals.first_day
            else "None of the selected articles has a date."
        )
        return show_note(
            title,
            f"{why} A timeline needs articles from at least two days; a trend, many more.",
            key=key,
            icon=":material/event_busy:",
        )
    if counts.empty:
        return show_note(title, "There is no line to draw: the selected articles name nobody to follow.", key=key)
    shown = counts.head(10)
    table = cache.timeline(view.corpus, view.selection, period, tuple(shown.entity_id))
    subtitle = f"{measure.label} of {label} per {period} · gaps: no articles at all"
    alt = f"Lines of {measure.label.lower()} per {period} for {', '.join(shown['name'])}."
    show_chart(
        view,
        title,
        subtitle,
        draw_timeline(table, measure, view.theme, period=period, height=height),
        table,
        alt,
        key=key,
    )


def show_matrix(
    view: View, rows: pd.DataFrame, columns: pd.DataFrame, label: str, measure_key: str, order: str, *, key: str
) -> pd.DataFrame:
    """The matrix of `rows` and `columns` (counts tables); returns the pairs table that it draws."""
    title, unit = "Who is mentioned together with whom", view.selection.unit
    left, right = tuple(rows.entity_id), tuple(columns.entity_id)
    pairs = cache.pairs(view.corpus, view.selection, left, right)
    if pairs.empty or not pairs.together.any():
        show_note(
            title, f"No two of the {label} share {'an article' if unit == 'article' else 'a sentence'} here.", key=key
        )
        return pairs
    if order == "similarity" and left == right:
        left = right = tuple(cooccurrence.order_by_similarity(pairs, list(left)))
    measure = PAIR_MEASURES[measure_key]
    subtitle = f"{label.capitalize()} · {measure.label.lower()} by {unit} · {count(int(pairs.units.max()), unit)}"
    best = pairs.sort_values(["together", "lift"], ascending=False).iloc[0]
    most = f"{best.left_name} and {best.right_name} share most: {count(int(best.together), unit)}"
    alt = f"Heatmap of {label}. {most}."
    figure = draw_heatmap(pairs, left, right, view.names, measure, view.theme, unit=unit)
    show_chart(view, title, subtitle, figure, pairs, alt, key=key)
    return pairs


def leaders(counts: pd.DataFrame, measure: Measure, most: int) -> pd.DataFrame:
    """The first `most` by `measure`."""
    return rank(counts, measure.key, most)


def default_period(view: View) -> str:
    return frequency.choose_period(view.totals.first_day, view.totals.last_day) if view.totals.first_day else "month"


def first_measure(view: View) -> Measure:
    """What a first look counts: articles, or mentions where too few articles would all count one."""
    return MEASURES["articles" if view.totals.articles >= 5 else "mentions"]
