"""The world map: countries shaded by a measure, and bubbles at their label points."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.charts.measures import Measure, log_ticks
from analysis.charts.theme import Theme, escape, lay_out

STYLES = ("shaded", "bubbles", "both")
SMALL_KM2 = 35_000  # a smaller country cannot be seen shaded on a world map
_BAR_HEIGHT = 44  # pixels below the map for the colour bar with its title and ticks

# name: projection, longitude range, latitude range. The world as a whole is cut below Antarctica.
REGIONS = {
    "World": ("natural earth", None, None),
    "Europe": ("mercator", (-13, 45), (34, 71)),
    "Russia and neighbours": ("mercator", (18, 150), (34, 74)),
    "Middle East": ("mercator", (22, 66), (11, 43)),
    "South Asia": ("mercator", (58, 100), (3, 40)),
    "East Asia": ("mercator", (90, 150), (-12, 54)),
    "Africa": ("mercator", (-20, 54), (-36, 38)),
    "Americas": ("mercator", (-130, -32), (-56, 62)),
}


def draw_map(
    counts: pd.DataFrame,
    measure: Measure,
    theme: Theme,
    *,
    style: str = "shaded",
    region: str = "World",
    height: int = 430,
) -> go.Figure:
    """A map of `measure`. A country nobody mentions keeps the colour of land: missing is not zero.

    `counts`: COUNTS columns, `name`, `latitude`, `longitude`, and `area_km2` (NaN where the border file has no area).
    The colour scale is logarithmic. Countries too small to see, or without an area, are ringed in every style."""
    shown = counts[measure.of(counts) > 0]
    values = measure.of(shown).to_numpy(float)
    colours = _colours(values, measure, theme)
    custom = shown[["name", "mentions", "articles", "share", "entity_id"]].assign(name=shown["name"].map(escape))
    hover = (
        "<b>%{customdata[0]}</b><br>%{customdata[1]:,} mentions in %{customdata[2]:,} articles"
        "<br>%{customdata[3]:.1%} of the selected articles<extra></extra>"
    )
    figure = go.Figure()
    if style in ("shaded", "both") or shown.empty:
        figure.add_choropleth(
            locations=shown.entity_id,
            z=np.log10(values) if len(values) else [],
            customdata=custom,
            hovertemplate=hover,
            marker={"line": {"color": theme.outline, "width": 0.6}},
            colorscale=theme.scale(),
            zmin=colours["cmin"],
            zmax=colours["cmax"],
            colorbar=colours["colorbar"],
            showscale=bool(len(shown)),
        )
    small = ~(shown.area_km2 > SMALL_KM2)
    bubbles = shown if style != "shaded" else shown[small]
    bubbles = bubbles[bubbles.latitude.notna()]
    if len(bubbles):
        figure.add_scattergeo(
            lat=bubbles.latitude,
            lon=bubbles.longitude,
            customdata=custom.loc[bubbles.index],
            hovertemplate=hover,
            marker=_bubbles(measure.of(bubbles).to_numpy(float), values, style, colours, theme),
        )
    _project(figure, region, theme)
    figure.update_geos(domain_y=[_BAR_HEIGHT / height, 1])
    return lay_out(figure, theme, height, dragmode="pan")


def _colours(values: np.ndarray, measure: Measure, theme: Theme) -> dict:
    low, high = (values.min(), values.max()) if len(values) else (1.0, 10.0)
    cmax = np.log10(high)
    cmin = min(np.log10(low), cmax - 1)  # at least a decade, or values that are nearly alike would look far apart
    smallest = 0 if measure.key == "share" else 1  # there is no tenth of a mention
    ticks = [tick for tick in log_ticks(10**cmin, 10**cmax) if tick >= smallest]
    bar = {
        "orientation": "h",
        "thickness": 8,
        "lenmode": "pixels",
        "len": 190,
        "x": 0,
        "xanchor": "left",
        "y": 0,
        "yanchor": "bottom",
        "outlinewidth": 0,
        "tickvals": np.log10(ticks),
        "tickangle": 0,
        "ticktext": [f"{t:g}%" if measure.key == "share" else _compact(t) for t in ticks],
        "tickfont": {"size": 11, "color": theme.muted},
        "title": {"text": f"{measure.label} (log scale)", "side": "top", "font": {"size": 11, "color": theme.muted}},
    }
    return {"cmin": cmin, "cmax": cmax, "colorbar": bar}


def _bubbles(values: np.ndarray, all_values: np.ndarray, style: str, colours: dict, theme: Theme) -> dict:
    shaded = style != "bubbles"
    area = 9.0 if style == "shaded" else 6 + 34 * np.sqrt(values / all_values.max())
    marker = {
        "size": area,
        "opacity": 0.95 if style == "shaded" else 0.72,
        "line": {"color": theme.ring if style == "shaded" else theme.outline, "width": 1.4},
    }
    if style == "both":
        return marker | {"color": theme.ring}
    return marker | {
        "color": np.log10(values),
        "colorscale": theme.scale(),
        "cmin": colours["cmin"],
        "cmax": colours["cmax"],
        "showscale": not shaded,
        "colorbar": colours["colorbar"],
    }


def _project(figure: go.Figure, region: str, theme: Theme) -> None:
    projection, longitudes, latitudes = REGIONS[region]
    figure.update_geos(
        fitbounds=False,
        resolution=110 if longitudes is None else 50,  # of our own border files: fewer points for the whole world
        projection_type=projection,
        showland=True,
        landcolor=theme.land,
        showcountries=True,
        countrycolor=theme.outline,
        countrywidth=0.5,
        showcoastlines=False,
        showframe=False,
        showlakes=False,
        bgcolor="rgba(0,0,0,0)",
    )
    if longitudes is None:
        figure.update_geos(projection_rotation_lon=11, projection_scale=1.16, center_lat=16, lataxis_range=[-57, 84])
    else:
        figure.update_geos(lonaxis_range=longitudes, lataxis_range=latitudes)


def _compact(value: float) -> str:
    return f"{value / 1000:g}k" if value >= 1000 else f"{value:g}"
