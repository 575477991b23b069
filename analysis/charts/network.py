"""Who is mentioned together with whom, as a graph."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx
import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.charts.theme import Theme, lay_out, shorten


def draw_network(
    pairs: pd.DataFrame, names: Mapping[str, str], kinds: Mapping[str, str], theme: Theme, *, height: int = 620
) -> go.Figure:
    """Entities as points (size: windows that name them), pairs as lines (width: windows with both).

    Fixed seed: same table, same picture.
    """
    graph = nx.Graph()
    for pair in pairs[pairs.together > 0].itertuples():
        graph.add_node(pair.left_id, units=pair.left_units)
        graph.add_node(pair.right_id, units=pair.right_units)
        graph.add_edge(pair.left_id, pair.right_id, weight=pair.together)
    at = nx.spring_layout(graph, weight="weight", seed=7, k=1.6 / np.sqrt(max(len(graph), 1)))
    figure = go.Figure()
    most = max((w for *_, w in graph.edges(data="weight")), default=1)
    for left, right, weight in graph.edges(data="weight"):
        (x0, y0), (x1, y1) = at[left], at[right]
        figure.add_scatter(
            x=[x0, x1],
            y=[y0, y1],
            mode="lines",
            hoverinfo="skip",
            line={"color": theme.grid, "width": 0.6 + 4 * weight / most},
        )
    nodes = list(graph)
    colours = {kind: theme.categorical[i] for i, kind in enumerate(("country", "person", "organisation"))}
    units = np.array([graph.nodes[n]["units"] for n in nodes], float)
    figure.add_scatter(
        x=[at[n][0] for n in nodes],
        y=[at[n][1] for n in nodes],
        mode="markers+text",
        text=[shorten(names[n]) for n in nodes],
        textposition="top center",
        textfont={"size": 11.5, "color": theme.text},
        marker={
            "size": 8 + 26 * np.sqrt(units / units.max()) if len(units) else 8,
            "color": [colours.get(kinds[n], theme.muted) for n in nodes],
            "line": {"color": theme.outline, "width": 1},
        },
        customdata=units,
        hovertemplate="<b>%{text}</b><br>in %{customdata:,}<extra></extra>",
    )
    lay_out(figure, theme, height)
    return figure.update_xaxes(visible=False).update_yaxes(visible=False)
