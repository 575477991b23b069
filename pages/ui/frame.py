"""The frame of every page: title, sidebar, what is selected, and a way out when nothing is."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path

import pandas as pd
import streamlit as st

from analysis import exports, words
from analysis.charts import Theme, read_theme
from analysis.errors import InputProblem
from analysis.selection import Corpus, Selection
from analysis.statistics import frequency
from analysis.tables import ACTOR_KINDS
from pages.ui import cache, sidebar, url
from pages.ui.start import show_start

STYLE = Path(__file__).with_name("style.css")
ICON = str(cache.ROOT / "static" / "icon.png")  # a file of our own: an icon by name would be fetched from the internet


@dataclass(frozen=True)
class View:
    """What a page shows: the corpus, what is selected of it, and the counts of that."""

    corpus: Corpus
    selection: Selection
    theme: Theme

    @cached_property
    def totals(self) -> frequency.Totals:
        return cache.totals(self.corpus, self.selection)

    @cached_property
    def counts(self) -> pd.DataFrame:
        return cache.counts(self.corpus, self.selection)

    @property
    def countries(self) -> pd.DataFrame:
        return self.counts[self.counts.kind == "country"]

    @property
    def actors(self) -> pd.DataFrame:
        return self.counts[self.counts.kind.isin(ACTOR_KINDS)]

    @property
    def names(self) -> dict[str, str]:
        return cache.names(self.corpus)

    @property
    def summary(self) -> str:
        """The selection in one line: days, articles, sources, filters."""
        whole = cache.totals(self.corpus, Selection()).articles
        return exports.summarise(self.selection, self.totals, whole, self.names)

    @property
    def filter_words(self) -> list[str]:
        """The filters that are on, in words; for file names."""
        return words.write_filters(self.selection, self.names)

    @property
    def provenance(self) -> dict[str, str]:
        """What every exported file says of itself."""
        return exports.describe_origin(self.corpus, self.summary)


def open_page(title: str, question: str) -> View:
    """Draw the frame of the page called `title` and return its view; stops the page when there is nothing to show."""
    st.set_page_config(page_title=f"{title} · Dateline", page_icon=ICON, layout="wide", initial_sidebar_state=300)
    theme = read_theme(st.context.theme.type or "light")
    _show_style(theme)
    try:
        corpus = cache.open_corpus()
    except InputProblem as problem:
        show_start(problem)
        st.stop()
    view = View(corpus, sidebar.choose(corpus), theme)
    st.title(question, anchor=False)
    st.markdown(f":gray[{_plain(view.summary)}]")
    if not view.totals.articles:
        _show_way_back(view)
        st.stop()
    _say_undated(view)
    return view


def _show_style(theme: Theme) -> None:
    colours = ";".join(
        f"--{name}:{getattr(theme, name)}" for name in ("page", "card", "muted", "border", "accent", "text")
    )
    kinds = ";".join(f"--{kind}:{colour}" for kind, colour in theme.kinds.items())
    st.html(f"<style>:root{{{colours};{kinds}}}\n{STYLE.read_text(encoding='utf-8')}</style>")


def _plain(text: str) -> str:
    """Text with everything that Markdown could read as markup made harmless."""
    return "".join("\\" + c if c in r"\`*_{}[]()<>#+-!|:$~^" else c for c in text)


def _say_undated(view: View) -> None:
    undated = view.totals.undated
    if undated:
        st.caption(
            f":material/event_busy: {words.count(undated, 'article')} of {view.totals.articles:,} "
            f"{'has' if undated == 1 else 'have'} no date and {'is' if undated == 1 else 'are'} not on the timeline."
        )


def _show_way_back(view: View) -> None:
    """Nothing is left: say which filter to relax, and offer it."""
    with st.container(border=True, key="card_empty"):
        st.subheader(":material/filter_alt_off: No article passes all filters together", anchor=False)
        st.write("Take one of them away:")
        for label, names in (
            ("dates", ("first_day", "last_day")),
            ("actors", ("actors",)),
            ("countries", ("countries",)),
            ("sources", ("sources",)),
        ):
            relaxed = replace(view.selection, **{n: _default(n) for n in names})
            if relaxed != view.selection:
                left = cache.totals(view.corpus, relaxed).articles
                st.button(
                    f"Any {label} ({words.count(left, 'article')})", on_click=url.forget, args=names, disabled=not left
                )
        st.button(
            "Reset all filters",
            type="primary",
            icon=":material/restart_alt:",
            on_click=url.forget,
            args=sidebar.FILTERS,
        )


def _default(name: str):
    return next(f.default for f in fields(Selection) if f.name == name)
