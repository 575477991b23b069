"""The contract of every table: what it always holds, said when it is broken; and the golden tables of the sample."""

from __future__ import annotations

import copy

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.tables import ALL, article_id, check
from tests import golden

DAY = pd.Timestamp("2025-12-04")
ARTICLE = {
    "article_id": "0123456789abcdef",
    "published": DAY,
    "date_from": "metadata",
    "source": "A desk",
    "title": "",
    "text": "India and Russia met.",
    "url": "",
    "language": "en",
    "story_id": "0123456789abcdef",
    "words": 4,
    "input_id": "",
    "file": "a.csv:2",
}
MENTION = {
    "article_id": ARTICLE["article_id"],
    "sentence": 0,
    "start": 0,
    "end": 5,
    "surface": "India",
    "kind": "country",
    "entity_id": "IND",
    "layer": "name",
    "rule": "dictionary",
    "confidence": 1.0,
}
SECOND = MENTION | {"start": 10, "end": 16, "surface": "Russia", "entity_id": "RUS"}
ENTITY = {"entity_id": "IND", "kind": "country", "name": "India", "type": "state", "country": "IND", "described": ""}
COUNT = {"entity_id": "IND", "mentions": 3, "articles": 2, "stories": 1, "share": 0.5, "low": 0.2, "high": 0.8}
COUNT |= {"mentions_per_1000_words": 1.5}
PAIR = {"left_id": "IND", "right_id": "RUS", "together": 2, "left_units": 3, "right_units": 2, "units": 9}
PAIR |= {"expected": 0.7, "lift": 3.0, "npmi": 0.7, "jaccard": 0.7, "g2": 3.0, "p": 0.1, "q": 0.1}
PAIR |= {"p_more": 0.1, "p_less": 1.0, "odds_ratio": 9.0, "odds_low": 0.5, "odds_high": 90.0}
PAIR |= {"expected_null": 0.8, "lift_null": 2.5, "p_null": 0.2, "q_null": 0.2}
SOUND = {
    "articles": [ARTICLE],
    "mentions": [MENTION, SECOND],
    "entities": [ENTITY, ENTITY | {"entity_id": "RUS", "name": "Russia"}],
    "aliases": [{"entity_id": "bharat", "into_id": "IND", "rule": "correction", "reason": "Your corrections say so."}],
    "places": [{"entity_id": "IND", "latitude": 22.5, "longitude": 79.5, "located_by": "gazetteer"}],
    "unplaced": [{"entity_id": "x", "reason": "No such place."}],
    "rejected": [{"file": "a.csv", "line": 3, "reason": "It has no text."}],
    "counts": [COUNT],
    "timeline": [COUNT | {"period": DAY, "units": 4, "words": 2000, "unfinished": True}],
    "pairs": [PAIR],
    "ranks": [{"entity_id": "RUS", "rank": 2, "best": 1, "worst": 4, "by_story": 4}],
}
BROKEN = [
    ("articles", {"article_id": "no id"}, "an article_id is not 16 hex digits"),
    ("articles", {"date_from": "guess"}, "date_from is none of"),
    ("articles", {"published": pd.NaT}, "date_from and published disagree"),
    ("articles", {"words": -1}, "words is negative"),
    ("mentions", {"kind": "city"}, "kind is none of"),
    ("mentions", {"layer": "guess"}, "layer is none of"),
    ("mentions", {"confidence": 1.1}, "confidence is outside 0-1"),
    ("mentions", {"end": 0}, "an offset is impossible"),
    ("mentions", {"sentence": -1}, "an offset is impossible"),
    ("mentions", {"start": 12, "end": 16}, "mentions are not in text order"),
    ("mentions", {"end": 12}, "two mentions of one kind overlap"),
    ("mentions", {"surface": "Indian"}, "text[start:end] is not the surface, as for 'Indian'"),
    ("mentions", {"entity_id": "FRA"}, "a mention's entity_id is not among the entities"),
    ("entities", {"entity_id": "RUS"}, "entity_id is not unique"),
    ("entities", {"name": ""}, "an entity has no name"),
    ("places", {"latitude": 91.0}, "a coordinate is not on Earth"),
    ("unplaced", {"reason": ""}, "an unplaced entity has no reason"),
    ("rejected", {"reason": ""}, "a rejected row has no reason"),
    ("counts", {"articles": 4}, "mentions >= articles >= stories >= 0 fails"),
    ("counts", {"low": 0.6}, "0 <= low <= share <= high <= 1 fails"),
    ("timeline", {"stories": 3}, "mentions >= articles >= stories >= 0 fails"),
    ("pairs", {"left_id": "RUS"}, "left_id < right_id fails"),
    ("pairs", {"together": 3}, "together <= min(left, right) fails"),
    ("pairs", {"left_units": 10}, "an entity is in more windows than there are"),
    ("pairs", {"npmi": 1.5}, "npmi is outside -1 to 1"),
    ("pairs", {"odds_low": 10.0}, "odds_low <= odds_ratio <= odds_high fails"),
    ("ranks", {"best": 3}, "1 <= best <= rank <= worst fails"),
]


def tables(changed: str = "", changes: dict | None = None) -> dict[str, pd.DataFrame]:
    """The sound tables; in `changed`, the first row has `changes`."""
    rows = copy.deepcopy(SOUND)
    if changed:
        rows[changed][0] |= changes
    return {name: ALL[name].of(rows[name]) for name in rows}


def check_all(made: dict[str, pd.DataFrame], name: str) -> None:
    check(name, made[name], articles=made["articles"], entities=made["entities"])


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_table_passes_and_so_does_an_empty_one(name):
    check_all(tables(), name)
    check(name, ALL[name].empty())


@pytest.mark.parametrize(("name", "changes", "problem"), BROKEN)
def test_a_broken_promise_is_said(name, changes, problem):
    with pytest.raises(ValueError, match=f"^{name}: ") as said:
        check_all(tables(name, changes), name)
    assert problem in str(said.value)


@pytest.mark.parametrize("name", SOUND)
def test_a_missing_or_mistyped_column_is_said(name):
    table = tables()[name]
    first = table.columns[0]
    with pytest.raises(ValueError, match=f"{name}: no column {first}"):
        check(name, table.drop(columns=first))
    with pytest.raises(ValueError, match=f"{name}: column {first} is"):
        check(name, table.assign(**{first: 1.5}))


def test_a_table_of_rows_lacking_a_column_is_refused():
    with pytest.raises(ValueError, match="places needs a column located_by"):
        ALL["places"].of([{"entity_id": "IND", "latitude": 1.0, "longitude": 1.0}])


@given(st.lists(st.tuples(*[st.text(max_size=5)] * 5), min_size=2, max_size=2, unique=True))
def test_other_content_has_another_id_and_the_same_the_same(pair):
    # The separator is a control character that no reader lets through.
    one, other = ([part.replace("\x1f", "") for part in content] for content in pair)
    assert (article_id(*one) == article_id(*other)) == (one == other)
    assert len(article_id(*one)) == 16


def test_the_tables_of_the_sample_corpus_keep_their_contracts(sample_directory):
    whole = ("entities", "aliases", "places", "unplaced", "rejected")
    made = {name: pd.read_parquet(sample_directory / f"{name}.parquet") for name in whole}
    entities = made["entities"]
    articles, mentions = (
        ALL[name].of(
            pd.concat([pd.read_parquet(path) for path in sorted(sample_directory.glob(f"{name}/**/*.parquet"))])
        )
        for name in ("articles", "mentions")
    )
    check("articles", articles)
    check("mentions", mentions.reset_index(drop=True), articles=articles, entities=entities)
    for name, table in made.items():
        check(name, table)
    assert sorted([*made["places"].entity_id, *made["unplaced"].entity_id]) == sorted(entities.entity_id)
    assert len(made["rejected"]) == 0


@pytest.mark.parametrize("name", golden.NAMES)
def test_the_sample_corpus_gives_the_golden_table(sample_directory, name):
    """When it fails and the new table is right: `python -m tests.golden` writes it; read the difference in git."""
    assert golden.make(sample_directory, name).splitlines() == golden.read(name).splitlines()
