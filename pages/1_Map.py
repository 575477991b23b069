"""Where the coverage is: countries on the map, shaded or as bubbles."""

import streamlit as st

from analysis.charts import REGIONS
from pages.ui import controls, figures, tables
from pages.ui.frame import open_page

view = open_page("Map", "Where the coverage is")

with st.container(horizontal=True, vertical_alignment="bottom"):
    measure = controls.pick_measure()
    style = controls.pick("style", "Drawn as", {"shaded": "Shaded", "bubbles": "Bubbles", "both": "Both"}, "shaded")
    region = controls.pick_from_list("region", "Region", {name: name for name in REGIONS}, "World")

figures.show_map(view, measure, style=style, region=region, height=520)
tables.show_counts(view, view.countries, "Countries", measure)
tables.show_unplaced(view)
tables.show_footer(view)
