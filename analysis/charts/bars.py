"""Ranked horizontal bars."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analysis.charts.measures import Measure
from analysis.charts.theme import Theme, escape, lay_out, shorten

THICKEST = 24  # pixels of a bar, however few there are


def draw_bars(counts: pd.DataFrame, measure: Measure, theme: Theme, *, height: int | None = None) -> go.Figure:
    """Bars of `measure`, in the order of the table, longest on top if it is sorted so.

    `counts`: COUNTS columns and `name`. With the share, thin lines show the Wilson 95 % interval.
    """
    bars = counts.iloc[::-1]
    values = measure.of(bars)
    written = [measure.write(v) for v in values]
    error = None
    if measure.key == "share":
        error = {
            "type": "data",
            "symmetric": False,
            "array": (bars.high - bars.share) * 100,
            "arrayminus": (bars.share - bars.low) * 100,
            "color": theme.muted,
            "thickness": 1,
            "width": 3,
        }
    figure = go.Figure(
        go.Bar(
            x=values,
            y=bars.entity_id,
            orientation="h",
            marker={"color": theme.accent, "cornerradius": 3},
            error_x=error,
            text=written,
            textposition="outside" if error is None else "none",
            cliponaxis=False,
            textfont={"size": 11.5, "color": theme.muted},
            customdata=bars[["name", "mentions", "articles", "share", "entity_id"]].assign(
                name=bars["name"].map(escape)
            ),
            hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]:,} mentions in %{customdata[2]:,} articles"
            "<br>%{customdata[3]:.1%} of the selected articles<extra></extra>",
        )
    )
    tall = height or 46 + 30 * max(len(bars), 3)
    lay_out(figure, theme, tall, bargap=max(0.42, 1 - THICKEST * len(bars) / tall))
    figure.update_layout(margin_r=12 + 7 * max(map(len, written), default=0))  # the numbers stand outside the bars
    figure.update_yaxes(
        tickvals=bars.entity_id.tolist(),
        ticktext=[shorten(n) for n in bars["name"]],
        tickfont={"size": 12.5, "color": theme.text},
        ticksuffix="  ",
        showgrid=False,
        type="category",
    )
    top = float(bars.high.max() * 100 if error else values.max()) if len(bars) else 1.0
    figure.update_xaxes(
        range=[0, top * 1.02 or 1],
        showgrid=error is not None,
        visible=error is not None,
        ticksuffix="%" if error else "",
    )
    return figure
