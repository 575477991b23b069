"""Dateline's analysis: from articles to countries, actors, places, counts and charts. Never imports Streamlit."""

__version__ = "0.1.0"
