"""Lines over time."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analysis.charts.measures import Measure
from analysis.charts.theme import Theme, escape, label_axis, lay_out


def draw_timeline(
    timeline: pd.DataFrame, measure: Measure, theme: Theme, *, period: str, height: int = 320
) -> go.Figure:
    """One line per entity, in the order in which the entities first appear in the table.

    `timeline`: TIMELINE columns and `name`. A period without any article is a gap (NaN), a period with articles but
    without the entity is 0. Few points are drawn as markers too, so that a single period can be seen.
    """
    figure = go.Figure()
    ends = []
    for i, (_, line) in enumerate(timeline.groupby("entity_id", sort=False)):
        colour = theme.categorical[i % len(theme.categorical)]
        line = line.sort_values("period")
        values = measure.of(line).where(line.units > 0)
        name = line["name"].iloc[0]
        figure.add_scatter(
            x=line.period,
            y=values,
            name=escape(name),
            mode="lines+markers" if values.notna().sum() <= 40 else "lines",
            line={"width": 2.2, "color": colour, "dash": "solid" if i < len(theme.categorical) else "dot"},
            marker={"size": 5},
            connectgaps=False,
            customdata=line[["mentions", "articles", "units"]].assign(
                words=[write_period(p, period) for p in line.period]
            ),
            hovertemplate="<b>%{fullData.name}</b>, %{customdata[3]}<br>"
            "%{customdata[0]:,} mentions in %{customdata[1]:,} of %{customdata[2]:,} articles<extra></extra>",
        )
        known = values.dropna()
        if len(known):
            ends.append((float(known.iloc[-1]), name, colour))
    lay_out(figure, theme, height, hovermode="closest", dragmode="zoom")
    _label_ends(figure, ends, height)
    figure.update_xaxes(
        showgrid=False, ticks="outside", ticklen=4, tickcolor=theme.grid, hoverformat="%-d %b %Y", nticks=6
    )
    figure.update_yaxes(rangemode="tozero", nticks=5, ticksuffix="%" if measure.key == "share" else "")
    return label_axis(figure, measure.unit, theme)


def write_period(first_day: pd.Timestamp, period: str) -> str:
    """A period in words: "4 December 2025", "week of 1 December 2025", "December 2025", "4th quarter of 2025"."""
    if period == "quarter":
        return f"quarter {(first_day.month - 1) // 3 + 1} of {first_day.year}"
    if period == "month":
        return f"{first_day:%B %Y}"
    return ("week of " if period == "week" else "") + f"{first_day.day} {first_day:%B %Y}"


def _label_ends(figure: go.Figure, ends: list[tuple[float, str, str]], height: int) -> None:
    """Names at the right end of their lines, pushed apart so that they never overlap."""
    if not ends:
        return
    top = max(max((v for v in trace.y if v == v), default=0) for trace in figure.data) or 1
    gap = top * 17 / height
    ends.sort()
    heights = [e[0] for e in ends]
    for i in range(1, len(heights)):
        heights[i] = max(heights[i], heights[i - 1] + gap)
    longest = max(len(name[:24]) for _, name, _ in ends)
    for at, (_, name, colour) in zip(heights, ends, strict=True):
        figure.add_annotation(
            x=1,
            xref="paper",
            y=at,
            text=f"<b>{escape(name[:24])}</b>",
            xanchor="left",
            xshift=6,
            showarrow=False,
            font={"size": 11.5, "color": colour},
        )
    figure.update_layout(margin={"r": 14 + int(longest * 7.2)})
    figure.update_yaxes(range=[0, max(top * 1.06, heights[-1] + gap / 2)])
