"""How often: ranked bars and a timeline by day, week, month or quarter."""

import streamlit as st

from pages.ui import controls, figures, tables
from pages.ui.frame import open_page

view = open_page("Frequency", "How often, and when")

with st.container(horizontal=True, vertical_alignment="bottom"):
    label, counts = controls.pick_kind(view)
    measure = controls.pick_measure(figures.first_measure(view).key)
    period = controls.pick_period(view, figures.default_period(view))
    top = controls.pick_top(15)

figures.show_ranking(view, counts, label, measure, top, key="ranking")
chosen = controls.pick_entities(view, counts, measure)
figures.show_timeline(view, chosen, label, measure, period, key="timeline", height=380)
tables.show_counts(view, counts, label.capitalize(), measure)
tables.show_footer(view)
