"""Many articles: order, memory, workers, and the tables they end in."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import InputProblem
from analysis.extraction import find_in_batches, find_mentions, load_extractor, merge_entities
from analysis.tables import check

TEXTS = [
    "Russia and India signed.",
    "",
    "\ud800\udfff \x00 \u202e “😀” (((",
    "Judge Ana Example ruled in Paris.",
    "French Judge Ana Example left for Moscow. Example smiled.",
    "x" * 100_000,
]


def read_batches(read: list[int] | None = None):
    for i in range(0, len(TEXTS), 2):
        if read is not None:
            read.append(i)
        yield [{"text": text, "n": i} for text in TEXTS[i : i + 2]]


def make_articles() -> pd.DataFrame:
    texts = [text.replace("\ud800\udfff", "") for text in TEXTS]  # which no table can hold
    return pd.DataFrame({"article_id": [f"{i:016x}" for i in range(len(texts))], "text": texts}, dtype="str")


def test_batches_come_back_in_order_with_what_was_found():
    found = list(find_in_batches(read_batches()))
    assert [[article["n"] for article in batch] for batch, _ in found] == [[0, 0], [2, 2], [4, 4]]
    assert [[m["entity_id"] for m in f.mentions] for _, batch in found for f in batch] == [
        ["RUS", "IND"],
        [],
        [],
        ["ana-example", "FRA"],
        ["FRA", "ana-example", "RUS", "ana-example"],
        [],
    ]


def test_batches_are_read_as_they_are_needed():
    read: list[int] = []
    next(find_in_batches(read_batches(read)))
    assert read == [0]


def test_workers_give_the_same_answer_as_one_process():
    assert list(find_in_batches(read_batches(), workers=2)) == list(find_in_batches(read_batches()))


def test_a_scheduler_gives_the_same_answer():
    from distributed import LocalCluster

    with LocalCluster(n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster:
        remote = list(find_in_batches(read_batches(), scheduler=cluster.scheduler_address))
    assert remote == list(find_in_batches(read_batches()))


def test_a_scheduler_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setattr("analysis.extraction.batches._CONNECT_SECONDS", 0.5)
    with pytest.raises(InputProblem, match="No dask scheduler answers at tcp://127.0.0.1:9"):
        list(find_in_batches(read_batches(), scheduler="tcp://127.0.0.1:9"))


def test_no_workers_is_a_problem():
    with pytest.raises(InputProblem, match="0 workers"):
        list(find_in_batches(read_batches(), workers=0))


def test_tables_of_all_articles():
    articles = make_articles()
    mentions, entities = find_mentions(articles)
    check("entities", entities)
    check("mentions", mentions, articles=articles, entities=entities)
    assert list(entities.entity_id) == ["RUS", "IND", "ana-example", "FRA"]
    assert entities.set_index("entity_id").country["ana-example"] == "FRA"


def test_no_articles_give_empty_tables():
    mentions, entities = find_mentions(make_articles().iloc[:0], load_extractor())
    check("mentions", mentions)
    check("entities", entities)
    assert (len(mentions), len(entities)) == (0, 0)


def test_merging_keeps_the_highest_office_and_fills_what_is_missing():
    first = {"a": {"entity_id": "a", "type": "legislator", "country": ""}}
    later = {"a": {"entity_id": "a", "type": "state_leader", "country": "FRA"}, "b": {"entity_id": "b", "country": ""}}
    merged = merge_entities([first, later])
    assert merged == {
        "a": {"entity_id": "a", "type": "state_leader", "country": "FRA"},
        "b": {"entity_id": "b", "country": ""},
    }
    assert first["a"]["country"] == ""


@given(st.permutations([("person", ""), ("judge", "USA"), ("minister", "FRA"), ("unheard of", ""), ("", "DEU")]))
def test_merging_does_not_depend_on_the_order(facts):
    found = [{"a": {"entity_id": "a", "type": kind, "country": country}} for kind, country in facts]
    assert merge_entities(found) == {"a": {"entity_id": "a", "type": "minister", "country": "DEU"}}
