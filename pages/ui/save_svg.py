"""A button that saves a chart on the page as SVG, in the browser: no rerun, no Chrome on the server, exactly what
is seen."""

from __future__ import annotations

import streamlit as st

_HTML = '<button type="button"><span>Picture (SVG)</span></button>'

_CSS = """
button { width: 100%; min-height: 2.4rem; padding: .25rem .75rem; cursor: pointer;
  font: inherit; font-size: .933rem; color: inherit;
  background: var(--st-background-color); border: 1px solid var(--st-border-color);
  border-radius: var(--st-button-radius, .6rem); }
button:hover, button:focus-visible {
  border-color: var(--st-primary-color); color: var(--st-primary-color); outline: none; }
"""

# Plotly's own camera draws the picture; it reads the format at the moment of the click.
_JS = """
export default function ({ parentElement, data }) {
  const button = parentElement.querySelector("button");
  button.onclick = () => {
    const chart = document.querySelector(`.st-key-${data.chart} .js-plotly-plot`);
    const camera = chart?.querySelector('.modebar-btn[data-title^="Download"]');
    if (!camera) { button.textContent = "The chart is not on the page"; return; }
    const options = chart._context.toImageButtonOptions;
    const before = { format: options.format, filename: options.filename };
    Object.assign(options, { format: "svg", filename: data.name });
    camera.click();
    Object.assign(options, before);
  };
}
"""


def show_button(chart_key: str, name: str, *, key: str) -> None:
    """The button that saves the chart drawn with the key `chart_key` as `name`.svg."""
    button = st.components.v2.component("save_svg", html=_HTML, css=_CSS, js=_JS)
    button(data={"chart": chart_key, "name": name}, key=key)
