"""The pages, in the order of the menu."""

from __future__ import annotations

import streamlit as st

PAGES = (
    ("dashboard.py", "Overview", ":material/dashboard:"),
    ("pages/1_Map.py", "Map", ":material/public:"),
    ("pages/2_Frequency.py", "Frequency", ":material/bar_chart:"),
    ("pages/3_Co-occurrence.py", "Co-occurrence", ":material/grid_on:"),
    ("pages/4_Articles.py", "Articles", ":material/article:"),
    ("pages/5_Method.py", "Method", ":material/menu_book:"),
)


def show_menu(query: dict[str, list[str]]) -> None:
    """Links to all pages; each keeps the filters, because it carries the URL's parameters."""
    for path, title, icon in PAGES:
        st.page_link(path, label=title, icon=icon, query_params=query, width="stretch")
