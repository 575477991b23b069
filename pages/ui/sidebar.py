"""The one sidebar of all pages: where the reader says what to count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import streamlit as st

from analysis import exports
from analysis.selection import Corpus, Selection
from analysis.tables import ACTOR_KINDS, COUNTRY_LAYERS, DEFAULT_LAYERS
from pages.ui import cache, url
from pages.ui.menu import show_menu

SPANS = {"30 d": 30, "90 d": 90, "1 y": 365, "All": None}
LISTED = 1500  # entities offered in a filter, the most mentioned first
FILTERS = ("first_day", "last_day", "actors", "countries", "sources", "layers")


def choose(corpus: Corpus) -> Selection:
    """Draw the sidebar and return what the reader selected."""
    selection = Selection.from_query(url.read_all())
    with st.sidebar:
        st.markdown("### :material/newsmode: &nbsp;Dateline")
        st.caption(exports.label(corpus))
        show_menu(url.read_all())
        st.divider()
        selection = _choose_days(corpus, selection)
        selection = _choose_entities(corpus, selection)
        selection = _choose_sources(corpus, selection)
        selection = _choose_layers(selection)
        st.button(
            "Reset filters",
            icon=":material/restart_alt:",
            width="stretch",
            on_click=url.forget,
            args=FILTERS,
            disabled=selection == Selection(unit=selection.unit),
        )
        st.caption(":material/lock: Runs on this machine. Nothing you load or choose is sent anywhere.")
    return selection


def _choose_days(corpus: Corpus, selection: Selection) -> Selection:
    first, last, _ = cache.days(corpus)
    if first is None:
        st.caption(":material/event_busy: No article has a day, so there is nothing to filter by date.")
        return replace(selection, first_day=None, last_day=None)
    spans = {name: span for name, span in SPANS.items() if span is None or last - timedelta(span - 1) > first}
    current = next(
        (name for name, span in spans.items() if _span(last, span) == (selection.first_day, selection.last_day)), None
    )
    st.session_state.span = current
    if len(spans) > 1:
        st.segmented_control("Period", list(spans), key="span", width="stretch", on_change=_write_span, args=(last,))
    start, end = st.columns(2)
    limits = {"min_value": first, "max_value": last, "format": "YYYY-MM-DD"}
    shown_first = _within(selection.first_day or first, first, last)
    shown_last = _within(selection.last_day or last, first, last)
    start.date_input("From", **limits, **url.bind("first_day", shown_first, url.day(first)))
    end.date_input("To", **limits, **url.bind("last_day", shown_last, url.day(last)))
    return selection


def _span(last: date, span: int | None) -> tuple[date | None, date | None]:
    return (last - timedelta(span - 1), None) if span else (None, None)


def _write_span(last: date) -> None:
    first_day, _ = _span(last, SPANS.get(st.session_state.span))
    url.forget("last_day")
    url.write("first_day", [first_day.isoformat()] if first_day else [])


def _within(day: date, first: date, last: date) -> date:
    return min(max(day, first), last)


def _choose_entities(corpus: Corpus, selection: Selection) -> Selection:
    names = cache.names(corpus)
    counts = cache.counts(corpus, Selection(layers=COUNTRY_LAYERS))
    for field, label, kinds in (("actors", "Actors", ACTOR_KINDS), ("countries", "Countries", ("country",))):
        found = counts[counts.kind.isin(kinds)]
        asked = [e for e in getattr(selection, field) if e in names]
        _say_ignored(set(getattr(selection, field)) - set(asked))
        options = list(dict.fromkeys([*asked, *found.entity_id.head(LISTED)]))
        st.multiselect(
            label,
            options,
            format_func=lambda e: names[e],
            placeholder=f"All {label.lower()}",
            help=f"Keeps the articles that mention at least one of the chosen {label.lower()}.",
            **url.bind(field, asked, list),
        )
        selection = replace(selection, **{field: tuple(asked)})
    return selection


def _say_ignored(unknown: set[str]) -> None:
    if unknown:
        st.warning(
            f"Ignored, because nothing in this corpus is called so: {', '.join(sorted(unknown))}",
            icon=":material/link_off:",
        )


def _choose_sources(corpus: Corpus, selection: Selection) -> Selection:
    known = cache.sources(corpus)
    known = known[known.source != ""].source.tolist()
    asked = [s for s in selection.sources if s in known]
    _say_ignored(set(selection.sources) - set(asked))
    if len(known) > 1:
        st.multiselect("Sources", known, placeholder=f"All {len(known):,} sources", **url.bind("sources", asked, list))
    return replace(selection, sources=tuple(asked))


def _choose_layers(selection: Selection) -> Selection:
    with st.expander("How countries are named", icon=":material/layers:", expanded=selection.layers != DEFAULT_LAYERS):
        st.pills(
            "Layers that count",
            COUNTRY_LAYERS,
            selection_mode="multi",
            format_func=str.capitalize,
            help="Which ways of naming a country are counted: “Russia” is a name, “Russian” a demonym, “Moscow” a "
            "capital, “Kremlin” a metonym. Datelines and names inside an organisation’s name are off at first.",
            **url.bind("layers", list(selection.layers), _encode_layers),
        )
    return selection


def _encode_layers(chosen) -> list[str]:
    chosen = tuple(layer for layer in COUNTRY_LAYERS if layer in chosen)
    return [] if chosen == DEFAULT_LAYERS else list(chosen) or ["none"]
