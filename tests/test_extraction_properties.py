"""What is true of the mentions of any text whatever."""

from __future__ import annotations

import time

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.extraction import find_mentions
from analysis.tables import check
from tests.small_knowledge import load_small

WORDS = [
    *["Russia", "RUSSIA", "Russian", "U.S.", "US", "Chad", "Jordan", "Jim", "Joe", "Biden", "Hunter", "Putin", "PUTIN"],
    *["Vladimir", "President", "Prime Minister", "Judge", "Mr.", "Ana", "Example", "al-", "van", "O'", "(CII)", "CII"],
    *["Confederation of Indian Industry", "Bank of", "United Nations", "UN", "the", "MOSCOW", "(TASS)", "—", "of"],
    *[" ", "  ", "\n", "\n\n", ".", ",", "’s", "'s", "-", "(", ")", "\u200b", "\u00a0", "é", "\u0301", "🇷🇺", "مرحبا"],
]
TEXTS = st.one_of(st.lists(st.sampled_from(WORDS), max_size=40).map("".join), st.text(max_size=60))
TEXTS |= st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)


@pytest.fixture(scope="module")
def extractor(tmp_path_factory):
    return load_small(tmp_path_factory.mktemp("knowledge"))


@settings(deadline=None, max_examples=400)
@given(TEXTS)
@example("")
@example("\ud800 President \udfff Putin")
@example("President Vladimir\u0301 Putin")
@example("Judge Ana Ана. Russia")
def test_mentions_keep_the_contract(extractor, text):
    found = extractor.find(text)
    last, ends = (0, 0), {}
    sentence = 0
    for m in found.mentions:
        assert text[m["start"] : m["end"]] == m["surface"] != ""
        assert (m["start"], m["end"]) >= last
        assert m["start"] >= ends.get(m["kind"], 0)
        assert m["sentence"] >= sentence
        last, ends[m["kind"]], sentence = (m["start"], m["end"]), m["end"], m["sentence"]
    assert list(found.entities) == list(dict.fromkeys(m["entity_id"] for m in found.mentions))
    assert all(entity["entity_id"] == i and entity["name"] for i, entity in found.entities.items())


@settings(deadline=None, max_examples=50)
@given(st.lists(TEXTS, max_size=5))
def test_tables_keep_the_contract(extractor, texts):
    articles = pd.DataFrame({"article_id": [f"{i:016x}" for i in range(len(texts))], "text": texts}, dtype="str")
    extraction = find_mentions(articles, extractor)
    check("entities", extraction.entities)
    check("mentions", extraction.mentions, articles=articles, entities=extraction.entities)


@settings(deadline=None, max_examples=100)
@given(TEXTS)
def test_the_answer_does_not_depend_on_what_was_read_before(extractor, text):
    first = extractor.find(text)
    extractor.find("President Vladimir Putin met Judge Ana Example of the CII.")
    assert extractor.find(text) == first


HUGE = [
    *[
        "Putin ",
        "U.S. ",
        "(",
        "a",
        "\n",
        " ",
        "😀",
        "Mr. ",
        "President ",
        "President A. ",
        "Judge al-",
        "Vladimir Putin. ",
    ],
    *[
        "MOSCOW (TASS) — ",
        "MOSCOW — \n",
        "RUSSIA STRIKES\n",
        "Judge Ana Example. ",
        ".",
        '." ',
        "www.",
        "http://",
        "Franco-",
        "Paris, Texas and ",
        "Lebanon, Pa., ",
        "By Ana Bo in Paris and ",
        "Reporting by Ana ",
        "\u0301",
    ],
]


@pytest.mark.parametrize("unit", HUGE)
def test_time_is_linear_in_the_text(extractor, unit):
    """Eight times the text takes about eight times as long, where anything quadratic would take sixty-four."""
    seconds = []
    for size in (15_000, 120_000):
        text = unit * (size // len(unit))
        runs = []
        for _ in range(2):
            start = time.process_time()
            extractor.find(text)
            runs.append(time.process_time() - start)
        seconds.append(min(runs))
    assert seconds[1] < 25 * max(seconds[0], 0.01)
