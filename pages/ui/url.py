"""The URL is the state: every choice a reader makes is a URL parameter, and every widget shows what the URL says.

A widget's callback writes its choice into the URL; each run sets the widget from the URL before it is drawn. So
links, the Back button and page changes all keep the choices, and there is no second copy that could disagree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st


def read_all() -> dict[str, list[str]]:
    """Every parameter of the address with its values."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def read(name: str) -> list[str]:
    return st.query_params.get_all(name)


def write(name: str, values: Sequence[str]) -> None:
    """Set a parameter, or remove it when there are no values."""
    if values:
        st.query_params[name] = list(values)
    elif name in st.query_params:
        del st.query_params[name]


def forget(*names: str) -> None:
    """Remove these parameters: their choices are back at the default."""
    for name in names:
        write(name, [])


def bind(name: str, value, encode: Callable[[object], Sequence[str]]) -> dict:
    """The `key` and `on_change` of a widget that shows `value` and keeps its choice in the parameter `name`."""
    key = f"url_{name}"
    st.session_state[key] = value
    return {"key": key, "on_change": lambda: write(name, encode(st.session_state[key]))}


def choose_one(name: str, options: Sequence[str], default: str) -> str:
    """The one of `options` that the URL says, else `default`."""
    said = read(name)[:1]
    return said[0] if said and said[0] in options else default


def one(default: str) -> Callable[[object], Sequence[str]]:
    """Encode a single choice; the default leaves no trace in the URL."""
    return lambda choice: [] if choice in (None, default) else [str(choice)]


def day(default: date | None) -> Callable[[object], Sequence[str]]:
    """Encode a day; `default` (an end of the corpus) and nothing chosen leave no trace in the URL."""
    return lambda choice: [] if choice in (None, default) else [choice.isoformat()]
