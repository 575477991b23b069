"""The overview: which countries and which actors are in the news, where, and when."""

import streamlit as st

from pages.ui import figures, tables
from pages.ui.frame import open_page
from pages.ui.headline import show_headline

view = open_page("Overview", "Who and where is in the news")
show_headline(view)
measure = figures.first_measure(view)

left, right = st.columns([2, 1])
with left:
    figures.show_map(view, measure)
with right:
    figures.show_ranking(view, view.countries, "countries", measure, 12, key="countries", height=370)

left, right = st.columns([2, 1])
with left:
    top = figures.leaders(view.actors, measure, 5)
    period = figures.default_period(view)
    figures.show_timeline(view, top, "the five most mentioned actors", measure, period, key="timeline")
with right:
    tables.show_actors(view, measure, period, 8)

tables.show_footer(view)
