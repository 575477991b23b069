"""The list of selected articles, and one article with its mentions marked."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import pandas as pd
import streamlit as st

from analysis.store import select_article, select_article_mentions
from analysis.tables import KINDS
from analysis.words import count, write_day
from pages.ui import cache, url
from pages.ui.cards import show_table
from pages.ui.frame import View

LONGEST = 120_000  # characters of one article that are shown


def choose_article(view: View) -> str | None:
    """The list, newest first; the article the reader picked, else the first."""
    with st.container(border=True, key="card_list"):
        wanted = st.text_input(
            "Find in titles and texts",
            placeholder="Words that must occur",
            icon=":material/search:",
            **url.bind("find", (url.read("find") or [""])[0], lambda t: [t] if t else []),
        )
        found = cache.matching(view.corpus, view.selection, wanted.strip())
        ids = found.article_id.tolist()
        st.caption(f"{count(len(found), 'article')} · choose a row to read it")
        listed = pd.DataFrame(
            {
                "day": found.published.dt.strftime("%Y-%m-%d").fillna("no date"),
                "title": found.title.where(found.title != "", "(no title)"),
                "source": found.source,
            }
        )
        st.dataframe(
            listed,
            hide_index=True,
            height=620 if len(listed) > 15 else "content",
            column_config={
                "day": st.column_config.TextColumn("Day", width=90),
                "title": st.column_config.TextColumn("Title", width="large"),
                "source": "Source",
            },
            selection_mode="single-row",
            on_select=lambda: _write_choice(ids),
            key="list",
        )
    asked = (url.read("article") or [None])[0]
    return asked if asked in set(ids) else ids[0] if ids else None


def _write_choice(ids: list[str]) -> None:
    rows = st.session_state.list.selection.rows
    url.write("article", [ids[r] for r in rows if r < len(ids)])


def show_article(view: View, article_id: str | None) -> None:
    """The whole text, mentions marked by kind, and what was found in it."""
    if article_id is None:
        with st.container(border=True, key="card_none"):
            st.markdown(":material/search_off: &nbsp;No selected article contains these words.")
            st.button("Clear the search", on_click=url.forget, args=("find",))
        return
    article, mentions = select_article(view.corpus, article_id), select_article_mentions(view.corpus, article_id)
    mentions = mentions[(mentions.kind != "country") | mentions.layer.isin(view.selection.layers)]
    with st.container(border=True, key="card_article"):
        origin = {"metadata": "", "text": " (date read from the text)", "none": ""}[article["date_from"]]
        head = " · ".join(
            x
            for x in (write_day(article["published"]) + origin, article["source"], count(int(article["words"]), "word"))
            if x
        )
        legend = "".join(f"<mark class={k}>{k}</mark>" for k in KINDS if (mentions.kind == k).any())
        st.html(f"<div class='card-sub'>{escape(head)}</div><div class='legend'>{legend}</div>")
        marked = mark_text(article["text"][:LONGEST], mentions, article["title"], view.names)
        st.html(f"<div class='article' lang='en'>{marked}</div>")
        if len(article["text"]) > LONGEST:
            st.caption(f"Shown: the first {LONGEST:,} of {len(article['text']):,} characters.")
        if article["url"].startswith(("https://", "http://")):
            st.caption(f"Source address: `{article['url'].replace('`', '')}`")
    found = (
        mentions.groupby(["kind", "entity_id"], sort=False)
        .agg(
            times=("start", "size"),
            written=("surface", lambda s: ", ".join(dict.fromkeys(s))),
            layers=("layer", lambda s: ", ".join(dict.fromkeys(s))),
        )
        .reset_index()
    )
    found = found.assign(name=found.entity_id.map(view.names)).sort_values("times", ascending=False, kind="stable")
    columns = {"name": "Name", "kind": "Kind", "times": "Times", "written": "As written", "layers": "Found by"}
    show_table(
        view,
        "Named in this article",
        count(len(found), "country, actor or place", "countries, actors and places"),
        found,
        columns,
        key="found",
    )


def mark_text(text: str, mentions: pd.DataFrame, title: str, names: dict[str, str]) -> str:
    """The text as HTML: everything escaped, paragraphs kept, each mention in a <mark> of its kind; inner ones nest."""
    opens: dict[int, list[str]] = {}
    closes: dict[int, int] = {}
    for m in sorted(mentions.itertuples(), key=lambda m: (m.start, -m.end)):
        if m.end > len(text) or any(a < m.start < b < m.end for a, b in _open_spans(mentions, m.start)):
            continue
        hint = escape(f"{names.get(m.entity_id, m.entity_id)} · {m.layer}", quote=True)
        opens.setdefault(m.start, []).append(f'<mark class="{m.kind}" title="{hint}">')
        closes[m.end] = closes.get(m.end, 0) + 1
    return "".join(_paragraphs(text, opens, closes, len(title) if title and text.startswith(title) else 0))


def _open_spans(mentions: pd.DataFrame, at: int) -> list[tuple[int, int]]:
    around = mentions[(mentions.start < at) & (mentions.end > at)]
    return list(zip(around.start, around.end, strict=True))


def _paragraphs(text: str, opens: dict, closes: dict, headline: int) -> Iterator[str]:
    yield "<h3>" if headline else "<p>"
    at = 0
    for cut in sorted({*opens, *closes, len(text), headline}):
        yield escape(text[at:cut]).replace("\n\n", "</p><p>")
        yield "</mark>" * closes.get(cut, 0)
        if headline and cut == headline:
            yield "</h3><p>"
        yield "".join(opens.get(cut, []))
        at = cut
    yield "</p>"
