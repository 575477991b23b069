"""Who is mentioned together with whom, as a matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.charts.measures import log_ticks
from analysis.charts.theme import Theme, lay_out, shorten


@dataclass(frozen=True)
class PairMeasure:
    """One way to colour a cell: a column of the pairs table."""

    key: str
    label: str
    definition: str
    centre: float | None = None  # the value that means "as expected"; None: there is none


PAIR_MEASURES = {
    m.key: m
    for m in (
        PairMeasure("together", "Together", "Windows (articles or sentences) that name both."),
        PairMeasure(
            "lift",
            "Lift",
            "How many times more often together than if the two were independent: together ÷ expected.",
            1.0,
        ),
        PairMeasure(
            "npmi",
            "NPMI",
            "Normalised pointwise mutual information: −1 never together, 0 as expected, 1 only together.",
            0.0,
        ),
    )
}


def draw_heatmap(
    pairs: pd.DataFrame,
    rows: Sequence[str],
    columns: Sequence[str],
    names: Mapping[str, str],
    measure: PairMeasure,
    theme: Theme,
    *,
    unit: str = "article",
    height: int | None = None,
) -> go.Figure:
    """A matrix of pairs, rows from top to bottom. Never together is an empty cell, and so is the diagonal.

    `pairs`: PAIRS columns, in either direction. The hover says the numbers in words: together, expected, lift.
    """
    both = pd.concat([pairs, pairs.rename(columns={"left_id": "right_id", "right_id": "left_id"})], ignore_index=True)
    both = both[both.left_id.isin(set(rows)) & both.right_id.isin(set(columns)) & (both.together > 0)]
    at = {r: i for i, r in enumerate(rows)}, {c: j for j, c in enumerate(columns)}
    i, j = both.left_id.map(at[0]).to_numpy(int), both.right_id.map(at[1]).to_numpy(int)
    values, words = np.full((len(rows), len(columns)), np.nan), np.full((len(rows), len(columns)), "", object)
    values[i, j] = both[measure.key]
    words[i, j] = [_say(pair, names, unit) for pair in both.itertuples()]
    figure = go.Figure(
        go.Heatmap(
            z=_scaled(values, measure),
            x=list(columns),
            y=list(rows),
            customdata=words,
            hovertemplate="%{customdata}<extra></extra>",
            hoverongaps=False,
            xgap=2,
            ygap=2,
            text=[["" if np.isnan(v) else _write(v, measure) for v in line] for line in values],
            texttemplate="%{text}" if max(len(rows), len(columns)) <= 16 else None,
            textfont={"size": 10.5},
            **_colours(values, measure, theme),
        )
    )
    lay_out(figure, theme, height or 130 + 27 * max(len(rows), 4))
    ticks = {"showgrid": False, "ticks": "", "type": "category", "tickfont": {"size": 11.5, "color": theme.muted}}
    figure.update_xaxes(
        tickvals=list(columns), ticktext=[shorten(names[c], 22) for c in columns], tickangle=-40, **ticks
    )
    figure.update_yaxes(
        tickvals=list(rows),
        ticktext=[shorten(names[r], 22) for r in rows],
        autorange="reversed",
        ticksuffix="  ",
        **ticks,
    )
    return figure


def _say(pair, names: Mapping[str, str], unit: str) -> str:
    one = "" if pair.together == 1 else "s"
    return (
        f"<b>{shorten(names[pair.left_id], 60)}</b> and <b>{shorten(names[pair.right_id], 60)}</b>"
        f"<br>together in {pair.together:,} {unit}{one}"
        f" of {pair.units:,}<br>{pair.expected:.1f} expected, {pair.lift:.1f} times"
    )


def _scaled(values: np.ndarray, measure: PairMeasure) -> np.ndarray:
    return np.log2(values) if measure.key == "lift" else np.log10(values) if measure.key == "together" else values


def _write(value: float, measure: PairMeasure) -> str:
    return {"together": f"{value:,.0f}", "lift": f"{value:.1f}", "npmi": f"{value:.2f}"}[measure.key]


def _colours(values: np.ndarray, measure: PairMeasure, theme: Theme) -> dict:
    known = values[np.isfinite(values)]
    bar = {
        "thickness": 8,
        "len": 0.9,
        "outlinewidth": 0,
        "tickfont": {"size": 11, "color": theme.muted},
        "title": {"text": measure.label, "font": {"size": 11, "color": theme.muted}},
    }
    if not len(known):
        return {"showscale": False}
    if measure.key == "together":
        ticks = log_ticks(known.min(), known.max())
        low, high = np.log10(known.min()), np.log10(known.max())
        low = low if high > low else high - 1
        return {
            "colorscale": theme.scale(),
            "zmin": low,
            "zmax": high,
            "colorbar": bar | {"tickvals": np.log10(ticks), "ticktext": [f"{t:g}" for t in ticks]},
        }
    reach = 1.0 if measure.key == "npmi" else max(1.0, float(np.abs(np.log2(known)).max()))
    if measure.key == "lift":
        steps = np.unique(np.round(np.linspace(-reach, reach, 5)))
        bar |= {"tickvals": steps, "ticktext": [f"{2.0**s:g}×" for s in steps]}
    return {"colorscale": theme.scale("diverging"), "zmin": -reach, "zmax": reach, "colorbar": bar}
