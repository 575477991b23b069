"""The overview: which countries and which actors are in the news, where, and when."""

import streamlit as st

from pages.ui import figures, tables
from pages.ui.frame import open_page
from pages.ui.headline import show_headline

view = open_page("Overview", "Who and where is in the news")
show_headline(view)

left, right = st.columns([2, 1])
with left:
    figures.show_map(view, figures.ARTICLES)
with right:
    figures.show_ranking(view, view.countries, "countries", figures.ARTICLES, 12, key="countries", height=430)

left, right = st.columns([2, 1])
with left:
    top = figures.leaders(view.actors, figures.ARTICLES, 5)
    figures.show_timeline(
        view, top, "the five most mentioned actors", figures.ARTICLES, figures.default_period(view), key="timeline"
    )
with right:
    tables.show_actors(view, 8)

tables.show_footer(view)
