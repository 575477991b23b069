"""Cards: a heading, a chart or table, and the files it can be carried away in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

import pandas as pd
import streamlit as st

from analysis.charts import figure_html, file_name
from analysis.store import write_table
from pages.ui import save_svg
from pages.ui.frame import View


@contextmanager
def card(title: str, subtitle: str = "", *, key: str) -> Iterator:
    """A white card with a heading; yields the place right of the heading, for controls."""
    with st.container(border=True, key=f"card_{key}", height="stretch", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="top", gap="small"):
            with st.container(width="stretch"):
                st.html(f"<h2 class='card-title'>{escape(title)}</h2><div class='card-sub'>{escape(subtitle)}</div>")
            corner = st.container(width="content")
        yield corner


def show_chart(view: View, title: str, subtitle: str, figure, table: pd.DataFrame, alt: str, *, key: str) -> None:
    """A card with one chart, its PNG camera and its export; `table` is exactly what the chart draws."""
    name = file_name(title, subtitle.split(" · ")[0], *view.filter_words)
    with card(title, subtitle, key=key) as corner:
        st.plotly_chart(figure, key=f"chart_{key}", config=_config(name), alt=alt, theme=None, width="stretch")
        with corner:
            _show_export(view, title, subtitle, figure, table, alt, name, key)


def show_table(
    view: View,
    title: str,
    subtitle: str,
    table: pd.DataFrame,
    columns: dict,
    *,
    key: str,
    height="content",
    curves: pd.Series | None = None,
) -> None:
    """A card with a table: `columns` maps the columns shown to their Streamlit column configuration.

    `curves`, lists of numbers beside the rows, is the column `trend`: shown, and not in the file."""
    shown = table if curves is None else table.assign(trend=curves)
    with card(title, subtitle, key=key) as corner:
        st.dataframe(
            shown, hide_index=True, column_order=list(columns), column_config=columns, height=height, key=f"table_{key}"
        )
        with corner:
            _show_csv(view, title, subtitle, table, file_name(title, *view.filter_words), key)


def show_note(title: str, sentence: str, *, key: str, icon: str = ":material/info:") -> None:
    """A card in place of a chart that would say nothing, with the sentence that says what more articles would add."""
    with card(title, key=key):
        st.markdown(f"{icon} &nbsp;{sentence}")


def _config(name: str) -> dict:
    prefix = (st.get_option("server.baseUrlPath") or "").strip("/")
    return {
        # Borders from this server, never from a CDN.
        "topojsonURL": f"{'/' + prefix if prefix else ''}/app/static/topojson/",
        "displaylogo": False,
        "scrollZoom": False,
        "modeBarButtonsToRemove": ["lasso2d", "select2d", "autoScale2d"],
        "toImageButtonOptions": {"format": "png", "scale": 2, "filename": name},
    }


def _show_export(
    view: View, title: str, subtitle: str, figure, table: pd.DataFrame, alt: str, name: str, key: str
) -> None:
    with st.popover("Export", icon=":material/download:", width="content"):
        _csv_button(view, title, subtitle, table, name, key)
        save_svg.show_button(f"chart_{key}", name, key=f"svg_{key}")
        st.download_button(
            "Page that works offline (HTML)",
            data=lambda: figure_html(figure, title, [subtitle, *view.provenance.values()], view.theme, alt=alt),
            file_name=f"{name}.html",
            mime="text/html",
            icon=":material/web:",
            width="stretch",
            on_click="ignore",
            key=f"html_{key}",
        )
        st.caption("For a PNG, use the camera that appears over the chart.")


def _show_csv(view: View, title: str, subtitle: str, table: pd.DataFrame, name: str, key: str) -> None:
    with st.popover("Export", icon=":material/download:", width="content"):
        _csv_button(view, title, subtitle, table, name, key)


def _csv_button(view: View, title: str, subtitle: str, table: pd.DataFrame, name: str, key: str) -> None:
    note = {"title": title, "counted": subtitle, **view.provenance}
    st.download_button(
        "Data (CSV)",
        data=lambda: write_table(table, "csv", note),
        file_name=f"{name}.csv",
        mime="text/csv",
        icon=":material/table:",
        width="stretch",
        on_click="ignore",
        key=f"csv_{key}",
    )
