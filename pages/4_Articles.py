"""The articles themselves: a list, and the full text with every mention marked."""

import streamlit as st

from pages.ui import reader
from pages.ui.frame import open_page

view = open_page("Articles", "The articles behind the numbers")

listing, text = st.columns([2, 3])
with listing:
    chosen = reader.choose_article(view)
with text:
    reader.show_article(view, chosen)
