"""The Method page: what the corpus is, how it was counted, what is left out."""

from __future__ import annotations

import streamlit as st

from analysis import exports
from analysis.words import count, write_days
from pages.ui import cache
from pages.ui.cards import card, show_table
from pages.ui.frame import View

RULES = cache.ROOT / "docs" / "method.md"
SAMPLE_NOTE = cache.ROOT / "docs" / "sample.md"


def show_corpus(view: View) -> None:
    """The corpus in facts, from its manifest."""
    manifest = cache.manifest(view.corpus)
    first, last, undated = cache.days(view.corpus)
    with card("This corpus", exports.label(view.corpus), key="corpus"):
        facts = {
            "Articles": f"{manifest['articles']:,}, of which {undated:,} without a date",
            "Days": write_days(first, last),
            "Mentions": f"{manifest['mentions']:,}",
            "Rejected rows": f"{manifest['rejected']:,}",
            "Fingerprint": f"`{view.corpus.fingerprint}`",
            "Built": f"{manifest['created']} by Dateline {manifest['dateline']}, pipeline `{manifest['pipeline']}`",
        }
        st.markdown("| | |\n|---|---|\n" + "\n".join(f"| {k} | {v} |" for k, v in facts.items()))
        if cache.holds_sample(view.corpus):
            st.markdown(SAMPLE_NOTE.read_text(encoding="utf-8"))


def show_rules(view: View) -> None:
    with card("How it is counted", "The same rules on every page, in every file, and on the command line", key="rules"):
        st.markdown(RULES.read_text(encoding="utf-8"))


def show_rejected(view: View) -> None:
    """Input that became no article, with file, line and reason; and what was noticed while reading."""
    rejected = cache.rejected(view.corpus)
    if len(rejected):
        columns = {"file": "File", "line": "Line", "reason": "Why it is not an article"}
        show_table(
            view,
            "Rejected input",
            count(len(rejected), "row"),
            rejected,
            columns,
            key="rejected",
            height=300 if len(rejected) > 8 else "content",
        )
