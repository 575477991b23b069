"""What a reader sees when there is no corpus to open: what is wrong, and one button that helps."""

from __future__ import annotations

import streamlit as st

from analysis.errors import InputProblem
from pages.ui import cache


def show_start(problem: InputProblem) -> None:
    """An error card with a remedy; offers to build the bundled sample when that is what is missing."""
    st.title("No corpus to show yet", anchor=False)
    with st.container(border=True, key="card_start"):
        st.error(f"{problem.what}  \n{problem.remedy}", icon=":material/folder_off:")
        st.write("Build a corpus from your own articles, then start Dateline with it:")
        st.code(
            "python -m analysis build my-articles/ --corpus corpora/mine\n"
            "streamlit run dashboard.py -- --corpus corpora/mine"
        )
        if cache.corpus_directory() == cache.SAMPLE and st.button("Build the sample corpus now", type="primary"):
            _build_sample()


def _build_sample() -> None:
    from analysis.store import write_corpus  # loads spaCy, which showing a corpus never needs

    bar = st.progress(0.0, "Reading the sample articles …")
    write_corpus(
        [cache.SAMPLE_ARTICLES],
        cache.SAMPLE,
        progress=lambda done, total, articles: bar.progress(
            min(done / max(total, 1), 1.0), f"{articles:,} articles read"
        ),
    )
    st.rerun()
