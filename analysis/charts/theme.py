"""Colours and the common layout of every chart, read from data/palette.json."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import plotly.graph_objects as go

PALETTE = Path(__file__).parents[2] / "data" / "palette.json"


@dataclass(frozen=True)
class Theme:
    """The colours of one appearance, light or dark."""

    name: str
    accent: str
    text: str
    muted: str
    page: str
    card: str
    border: str
    grid: str
    land: str
    outline: str
    ring: str
    sequential: tuple[str, ...]
    diverging: tuple[str, ...]
    categorical: tuple[str, ...]
    kinds: dict[str, str]

    def scale(self, kind: str = "sequential") -> list[list]:
        """A Plotly colour scale, evenly spaced."""
        colours = getattr(self, kind)
        return [[i / (len(colours) - 1), c] for i, c in enumerate(colours)]


@cache
def read_theme(name: str = "light") -> Theme:
    """The theme called `name` ("light" or "dark"; anything else is light)."""
    palette = json.loads(PALETTE.read_text(encoding="utf-8"))
    name = name if name in ("light", "dark") else "light"
    colours = {k: tuple(v) if isinstance(v, list) else v for k, v in palette[name].items()}
    return Theme(name=name, **colours)


def lay_out(figure: go.Figure, theme: Theme, height: int, **layout) -> go.Figure:
    """Give a figure the house look: no frame, no background, quiet axes, readable hover."""
    figure.update_layout(
        template=None,
        height=height,
        margin={"l": 0, "r": 8, "t": 8, "b": 0},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": "Inter, 'Source Sans', 'Segoe UI', sans-serif", "size": 12, "color": theme.muted},
        hoverlabel={"bgcolor": theme.card, "bordercolor": theme.border, "font": {"size": 13, "color": theme.text}},
        modebar={"bgcolor": "rgba(0,0,0,0)", "color": theme.muted, "activecolor": theme.accent},
        showlegend=False,
        separators=". ",
        **layout,
    )
    axis = {
        "gridcolor": theme.grid,
        "linecolor": theme.grid,
        "zeroline": False,
        "tickfont": {"color": theme.muted},
        "automargin": True,
    }
    return figure.update_xaxes(**axis).update_yaxes(**axis)


def label_axis(figure: go.Figure, unit: str, theme: Theme) -> go.Figure:
    """Write the unit of the vertical axis above it, where it is read without turning the head."""
    figure.add_annotation(
        text=unit, x=0, y=1, xref="paper", yref="paper", xanchor="left", yanchor="bottom", yshift=4, showarrow=False,
        font={"size": 11, "color": theme.muted},
    )  # fmt: skip
    return figure.update_layout(margin_t=22)


def escape(text: str) -> str:
    """Text that Plotly will not read as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shorten(name: str, length: int = 26) -> str:
    """A name cut to fit an axis, with an ellipsis where something was cut, safe to draw."""
    return escape(name if len(name) <= length else name[: length - 1].rstrip() + "…")
