"""Where sentences begin."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.extraction.knowledge import read_knowledge
from analysis.extraction.pipeline import Pipeline
from analysis.extraction.sentences import find_sentence_starts
from tests.small_knowledge import load_small


@pytest.fixture(scope="module")
def abbreviations(tmp_path_factory):
    directory = tmp_path_factory.mktemp("knowledge")
    load_small(directory)
    return read_knowledge(directory).abbreviations


def split(text, abbreviations):
    starts = find_sentence_starts(text, abbreviations)
    return [text[a:b].strip() for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["The U.S. President met Gen. X and Mr. Y.", "They spoke."],
        ["He left the U.S.", "The talks ended at 5 p.m.", "He slept."],
        ["J. D. Vance flew in.", "George W. Bush did not."],
        ["On Dec. 3 it snowed.", "It was Dec. 3."],
        ["Article no. 5 applies.", "He said no.", "They left."],
        ["“We will win.”", "Putin left."],
        ["“Will we win?” asked Modi.", "Yes!"],
        ["Prices rose 3.5 per cent.", "5 banks failed."],
        ["Wait... what?", "So it is…", "Then came rain."],
        ["Example Inc. said so.", "It sells St. Petersburg maps."],
        ["The St. Petersburg forum opened (see p. 3).", "It closed."],
    ],
)
def test_abbreviations_and_sentences(abbreviations, sentences):
    assert split(" ".join(sentences), abbreviations) == sentences


def test_a_blank_line_always_ends_a_sentence(abbreviations):
    assert split("Talks begin\n\nRussia and\nIndia talk\n \nlater", abbreviations) == [
        "Talks begin",
        "Russia and\nIndia talk",
        "later",
    ]


def test_a_headline_in_capitals_ends_with_its_line(abbreviations):
    text = "RUSSIA STRIKES KYIV\nKYIV, Dec. 3 (Reuters) - It did."
    assert split(text, abbreviations) == text.split("\n")


@pytest.mark.parametrize("text", ["", " \n ", "\u200b", "...", "One.", " One. Two.", "\ud800 x. Y."])
def test_the_pipeline_gives_one_start_at_least(abbreviations, text):
    starts = Pipeline(None, abbreviations).read_sentences(text)
    assert starts[:1] == [0][: len(text)]


def test_the_pipeline_and_the_rule_agree(abbreviations):
    text = "  First one here.  Second “one.” Third!\n\nFourth"
    expected = find_sentence_starts(text, abbreviations)
    assert Pipeline(None, abbreviations).read_sentences(text) == [0, *expected[1:]]
    assert len(expected) == 4


@given(st.text(alphabet='Aa. \n!"U5’)', max_size=80))
def test_sentences_begin_in_order_and_never_at_white_space(abbreviations, text):
    starts = find_sentence_starts(text, abbreviations)
    assert starts == sorted(set(starts))
    assert not any(text[start].isspace() for start in starts)
    assert bool(starts) == bool(text.strip())
