"""Who is mentioned together with whom: a heatmap of pairs, and the pairs as a table."""

import streamlit as st

from analysis.charts import PAIR_MEASURES
from pages.ui import controls, figures, tables
from pages.ui.frame import open_page

view = open_page("Co-occurrence", "Who is mentioned together with whom")

with st.container(horizontal=True, vertical_alignment="bottom"):
    label, rows, columns = controls.pick_pairing(view)
    view = controls.pick_unit(view)
    shade = controls.pick(
        "shade", "Shade by", {k: m.label for k, m in PAIR_MEASURES.items()}, "together", help=tables.PAIR_HELP
    )
    order = controls.pick("order", "Order", {"count": "By count", "similarity": "By similarity"}, "count")
controls.say_unit(view)

pairs = figures.show_matrix(view, rows, columns, label, shade, order, key="matrix")
tables.show_pairs(view, pairs)
tables.show_footer(view)
