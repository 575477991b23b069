"""draw_: complete tables in, figures out. The only place that knows Plotly."""

from analysis.charts.bars import draw_bars
from analysis.charts.files import figure_html, figure_image, file_name
from analysis.charts.heatmap import PAIR_MEASURES, PairMeasure, draw_heatmap
from analysis.charts.map import REGIONS, STYLES, draw_map
from analysis.charts.measures import MEASURES, Measure
from analysis.charts.network import draw_network
from analysis.charts.theme import Theme, read_theme
from analysis.charts.timeline import draw_timeline

__all__ = [
    "MEASURES", "PAIR_MEASURES", "REGIONS", "STYLES", "Measure", "PairMeasure", "Theme",
    "draw_bars", "draw_heatmap", "draw_map", "draw_network", "draw_timeline",
    "figure_html", "figure_image", "file_name", "read_theme",
]  # fmt: skip
