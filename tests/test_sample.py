"""The bundled sample corpus: what docs/sample.md promises of it."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from difflib import SequenceMatcher
from itertools import pairwise

import pandas as pd
import pytest

from analysis import store
from analysis.selection import Selection
from analysis.tables import ACTOR_KINDS
from tests.dashboard import ROOT

SAMPLE = ROOT / "data" / "sample"
KEYS = ["id", "published", "source", "title", "text", "facts"]


@pytest.fixture(scope="module")
def briefs() -> list[dict]:
    lines = [line for path in sorted(SAMPLE.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    return [json.loads(line) for line in lines]


def test_the_article_of_its_owner_is_unchanged():
    (article,) = SAMPLE.glob("*.txt")
    digest = hashlib.sha256(article.read_bytes()).hexdigest()
    assert digest == "bc0eb9a02b5271b79409e6d0af46875eda54aaa174c8989780a98a11e3572082"


def test_every_brief_is_whole_and_rests_on_facts(briefs):
    assert [b["id"] for b in briefs if list(b) != KEYS or not all(b.values())] == []
    facts = [fact for brief in briefs for fact in brief["facts"]]
    assert [f for f in facts if not re.fullmatch(r"wce-\d{4}-\d\d-\d\d-\d+", f)] == []
    assert [b["id"] for b in briefs if max(f[4:14] for f in b["facts"]) > b["published"]] == []


def test_briefs_have_60_to_160_words(briefs):
    assert [b["id"] for b in briefs if not 60 <= len(b["text"].split()) <= 160] == []


def test_briefs_are_hundreds_over_every_quarter_from_2022_to_march_2026(briefs):
    assert len(briefs) >= 240 and len({b["id"] for b in briefs}) == len(briefs)
    quarters = Counter(pd.Timestamp(b["published"]).to_period("Q") for b in briefs)
    assert [str(q) for q in pd.period_range("2022Q1", "2026Q1", freq="Q") if quarters[q] < 5] == []
    days = sorted(b["published"] for b in briefs)
    assert (days[0][:7], days[-1][:7]) == ("2022-01", "2026-03")


def test_some_briefs_are_second_versions_of_another(briefs):
    in_order = sorted(briefs, key=lambda b: (b["facts"], b["published"]))
    alike = [SequenceMatcher(None, a["text"].split(), b["text"].split()).ratio() for a, b in pairwise(in_order)]
    assert sum(ratio > 0.75 for ratio in alike) >= 4


def test_the_sample_names_many_countries_and_actors(sample_directory):
    corpus = store.open_corpus(sample_directory)
    entities = store.select_mentions(corpus, Selection()).drop_duplicates("entity_id")
    assert (entities.kind == "country").sum() >= 45
    assert entities.kind.isin(ACTOR_KINDS).sum() >= 80
