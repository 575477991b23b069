"""Everything that is kept between reruns, keyed by small values only: the corpus (with its fingerprint) and the
selection."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import pandas as pd
import streamlit as st

from analysis import exports, store
from analysis.selection import Corpus, Selection
from analysis.statistics import frequency

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "corpora" / "sample"
SAMPLE_ARTICLES = ROOT / "data" / "sample"
_few = st.cache_resource(max_entries=32, show_spinner=False)  # shared by all visitors, never written to
_many = st.cache_data(max_entries=256, show_spinner=False)  # each visitor gets a copy


def corpus_directory() -> Path:
    """The corpus to show: `streamlit run dashboard.py -- --corpus DIR`, else $DATELINE_CORPUS, else the bundled
    sample."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--corpus", default=os.environ.get("DATELINE_CORPUS") or SAMPLE, type=Path)
    return parser.parse_known_args(sys.argv[1:])[0].corpus


def open_corpus() -> Corpus:
    """The corpus as it is on disk now; a rebuilt one has another fingerprint, so nothing stale is shown."""
    return store.open_corpus(corpus_directory())


@_few
def manifest(corpus: Corpus) -> dict:
    return store.select_manifest(corpus)


@_few
def holds_sample(corpus: Corpus) -> bool:
    """Whether the corpus is made of the bundled articles, wherever it lies and whatever it is called."""
    from analysis.store.inputs import describe_inputs  # loads the readers of files, which most pages never need

    return describe_inputs([SAMPLE_ARTICLES])[0] in manifest(corpus)["inputs"]


@_few
def entities(corpus: Corpus) -> pd.DataFrame:
    return store.select_entities(corpus)


@_few
def names(corpus: Corpus) -> dict[str, str]:
    return dict(zip(entities(corpus).entity_id, entities(corpus)["name"], strict=True))


@_few
def sources(corpus: Corpus) -> pd.DataFrame:
    return store.select_sources(corpus)


@_few
def days(corpus: Corpus) -> tuple:
    return store.select_days(corpus)


@_few
def articles(corpus: Corpus, selection: Selection) -> pd.DataFrame:
    return store.select_articles(corpus, selection)


@_few
def mentions(corpus: Corpus, selection: Selection) -> pd.DataFrame:
    return store.select_mentions(corpus, selection)


@_few
def totals(corpus: Corpus, selection: Selection) -> frequency.Totals:
    return frequency.count_totals(mentions(corpus, selection), articles(corpus, selection))


@_many
def counts(corpus: Corpus, selection: Selection) -> pd.DataFrame:
    return exports.count_entities(corpus, selection)


@_many
def timeline(corpus: Corpus, selection: Selection, period: str, entity_ids: tuple[str, ...]) -> pd.DataFrame:
    return exports.count_periods(corpus, selection, period, entity_ids)


@_many
def pairs(corpus: Corpus, selection: Selection, left_ids: tuple[str, ...], right_ids: tuple[str, ...]) -> pd.DataFrame:
    return exports.count_pairs(corpus, selection, left_ids, right_ids)


@_many
def totals_over_time(corpus: Corpus, selection: Selection, period: str) -> pd.DataFrame:
    return frequency.count_totals_over_time(mentions(corpus, selection), articles(corpus, selection), period)


@_few
def unplaced(corpus: Corpus) -> pd.DataFrame:
    return store.select_unplaced(corpus)


@_few
def rejected(corpus: Corpus) -> pd.DataFrame:
    return store.select_rejected(corpus)


@_few
def matching(corpus: Corpus, selection: Selection, wanted: str) -> pd.DataFrame:
    """The selected articles that contain `wanted`, newest first, those without a date last."""
    found = store.select_articles(corpus, selection, containing=wanted)
    return found.sort_values(["published", "title"], ascending=[False, True], na_position="last", kind="stable")
