"""Figures as files: self-contained HTML that shows its map offline, and pictures through an installed Chrome."""

from __future__ import annotations

import html
import logging
import re
from functools import cache
from pathlib import Path

import plotly.graph_objects as go

from analysis.charts.theme import Theme
from analysis.errors import InputProblem

TOPOJSON = Path(__file__).parents[2] / "static" / "topojson"

# No logo, no upload button, and a camera that saves a scalable picture.
CONFIG = {"displaylogo": False, "showSendToCloud": False, "toImageButtonOptions": {"format": "svg"}}


def figure_html(figure: go.Figure, title: str, lines: list[str], theme: Theme, *, alt: str = "") -> bytes:
    """One HTML page that needs nothing else: the figure, its title, and `lines` that say what was counted and how.

    Carries plotly.js and, for maps, the borders, so that it opens from a file on a machine without internet.
    """
    is_map = any(trace.type in ("choropleth", "scattergeo") for trace in figure.data)
    chart = figure.to_html(
        full_html=False,
        include_plotlyjs=True,
        config=CONFIG | {"toImageButtonOptions": {"format": "svg", "filename": file_name(title)}},
        default_height=f"{figure.layout.height or 450}px",
    )
    name = f"world_{figure.layout.geo.resolution}m"  # what plotly.js calls the border file of this map
    borders = f"<script>window.PlotlyGeoAssets={{topojson:{{{name}:{_borders(name)}}}}}</script>" if is_map else ""
    notes = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    page = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Dateline"><title>{html.escape(title)}</title>{borders}
<style>body{{margin:0;background:{theme.page};color:{theme.text};font:15px/1.5 Inter,'Segoe UI',system-ui,sans-serif}}
main{{max-width:1100px;margin:24px auto;padding:20px 24px;border-radius:10px;
background:{theme.card};border:1px solid {theme.border}}}
h1{{font-size:1.25rem;margin:0 0 12px}} p{{color:{theme.muted};font-size:.85rem;margin:.35em 0}}</style></head>
<body><main><h1>{html.escape(title)}</h1>
<div role="img" aria-label="{html.escape(alt or title)}">{chart}</div>{notes}</main></body></html>"""
    return page.encode("utf-8")


def figure_image(
    figure: go.Figure, format: str, title: str, lines: list[str], theme: Theme, *, width: int = 1100
) -> bytes:
    """The figure as "png" or "svg", with its title and `lines` above it: below, they could meet the axis's names.

    Needs Chrome or Chromium on this machine.
    """
    import kaleido

    logging.getLogger("choreographer").setLevel(logging.CRITICAL)  # it prints tracebacks of what it then gets over
    picture = go.Figure(figure)
    head = 60 + 15 * len(lines)
    height = (figure.layout.height or 450) + head + 20
    notes = "".join(f"<br>{html.escape(line)}" for line in lines)
    picture.update_layout(
        width=width,
        height=height,
        paper_bgcolor=theme.card,
        title={
            "text": f"<b style='font-size:17px;color:{theme.text}'>{html.escape(title)}</b>{notes}",
            "x": 0.01,
            "y": 1 - 22 / height,
            "yanchor": "top",
            "font": {"size": 11, "color": theme.muted},
        },
        margin={
            "t": head,
            "b": 20,
            "l": max(20, figure.layout.margin.l or 0),
            "r": max(20, figure.layout.margin.r or 0),
        },
    )
    try:
        # Plotly's own to_image looks for MathJax on the internet, and waits a minute where a firewall swallows that.
        return kaleido.calc_fig_sync(
            picture,
            opts={"format": format, "width": width, "height": height, "scale": 2 if format == "png" else 1},
            topojson=f"{TOPOJSON}/",
            kopts={"mathjax": False},
        )
    except (RuntimeError, ImportError) as error:
        if "hrome" not in str(error):
            raise
        raise InputProblem(
            "A picture file needs Chrome or Chromium, and none was found on this machine.",
            "Install one (Debian: apt-get install chromium), or take html and save a picture from its toolbar.",
        ) from error


def file_name(*parts: str) -> str:
    """A file name from words: lower case, hyphens, nothing a file system could mistake; never empty, at most 180 bytes,
    which leaves room for an ending in the 255 that there may be."""
    name = re.sub(r"[^\w.]+", "-", " ".join(p for p in parts if p).lower(), flags=re.UNICODE).strip("-.")
    return name.encode()[:180].decode(errors="ignore").rstrip("-.") or "dateline"


@cache
def _borders(name: str) -> str:
    return (TOPOJSON / f"{name}.json").read_text(encoding="utf-8").replace("</", "<\\/")
