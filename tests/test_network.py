"""Pairs as a graph: which lines stay, who belongs together, and what the files carry; and how firm a ranking is."""

from __future__ import annotations

import io
import xml.etree.ElementTree as xml

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.statistics.cooccurrence import count_pairs
from analysis.statistics.edges import filter_pairs, keep_strongest
from analysis.statistics.network import build_graph, find_communities, write_graph
from analysis.statistics.ranks import count_ranks
from analysis.statistics.support import Support
from analysis.tables import PAIRS, check
from tests.test_statistics import FOUR, IDS, KIND, make_tables, named, random_rows

ENTITIES = pd.DataFrame({"entity_id": IDS, "kind": [KIND[e] for e in IDS], "name": [e.title() for e in IDS]})


def make_pairs(*rows):
    """PAIRS from (left, right, together, expected, q) rows, each entity in 50 of 1,000 windows."""
    table = pd.DataFrame(rows, columns=["left_id", "right_id", "together", "expected", "q"])
    table = table.assign(left_units=50, right_units=50, units=1000, lift=table.together / table.expected)
    table = table.assign(npmi=np.log(table.lift.clip(lower=0.01)), expected_null=table.expected * 2, q_null=table.q * 2)
    return PAIRS.of(table.assign(**{c: 0.5 for c in PAIRS.columns if c not in table}))


PAIRED = make_pairs(
    ("a", "b", 20, 5.0, 0.001),
    ("a", "c", 9, 5.0, 0.03),
    ("b", "c", 2, 0.1, np.nan),
    ("b", "d", 1, 8.0, 0.01),
    ("c", "d", 0, 1.0, np.nan),
)


def ends(pairs):
    return (pairs.left_id + pairs.right_id).tolist()


def test_lines_are_surely_more_often_together():
    assert ends(filter_pairs(PAIRED)) == ["ab", "ac"]
    assert ends(filter_pairs(PAIRED, q=0.01)) == ["ab"]
    assert ends(filter_pairs(PAIRED, direction="less")) == ["bd"]
    assert ends(filter_pairs(PAIRED, direction="both")) == ["ab", "ac", "bd"]
    assert ends(filter_pairs(PAIRED, q=None)) == ["ab", "ac"]
    assert ends(filter_pairs(PAIRED, q=None, support=Support(together=2))) == ["ab", "ac", "bc"]
    assert ends(filter_pairs(PAIRED, support=Support(each=51))) == []
    assert ends(filter_pairs(PAIRED, null=True)) == ["ab"]  # 9 of 10 expected is not more
    with pytest.raises(ValueError, match="direction"):
        filter_pairs(PAIRED, direction="up")


def test_each_entity_keeps_its_strongest():
    assert ends(keep_strongest(PAIRED, 1)) == ["ab", "bc", "bd"]  # ab is a's, bc is b's and c's, bd is d's
    assert ends(keep_strongest(PAIRED, 1, by="together")) == ["ab", "ac", "bd"]
    assert ends(keep_strongest(PAIRED, 3)) == ends(PAIRED)
    assert ends(keep_strongest(PAIRED, 0)) == []


def test_communities_are_those_more_often_together():
    rows = [(a, b, 20, 5.0, 0.01) for group in ("abcd", "xyz") for i, a in enumerate(group) for b in group[i + 1 :]]
    pairs = make_pairs(*rows, ("d", "x", 1, 5.0, 0.5))
    found = find_communities(pairs)
    assert found == dict.fromkeys("abcd", 1) | dict.fromkeys("xyz", 2)
    assert find_communities(pairs.sample(frac=1, random_state=1)) == found
    assert find_communities(pairs[:0]) == {}


def make_graph():
    articles, mentions = make_tables(FOUR)
    pairs = count_pairs(mentions, articles, ["FRA", "RUS", "UKR"], ["FRA", "RUS", "UKR"])
    pairs = pairs[pairs.together > 0]
    colours = {"country": "#3257D6"}
    return build_graph(pairs, ENTITIES, {"title": "T"}, {"FRA": 3, "RUS": 2}, colours, {"FRA": 1, "RUS": 1, "UKR": 2})


def test_a_gexf_file_has_weights_labels_sizes_colours_and_communities():
    written = write_graph(make_graph(), "gexf")
    graph = nx.read_gexf(io.BytesIO(written))
    assert {n: (v["label"], v["kind"], v["community"]) for n, v in graph.nodes.items()} == {
        "FRA": ("Fra", "country", 1),
        "RUS": ("Rus", "country", 1),
        "UKR": ("Ukr", "country", 2),
    }
    assert {frozenset(e): v["weight"] for *e, v in graph.edges(data=True)} == {
        frozenset({"FRA", "RUS"}): 2,
        frozenset({"FRA", "UKR"}): 1,
    }
    assert graph.nodes["FRA"]["viz"] == {"color": {"r": 50, "g": 87, "b": 214, "a": 1.0}, "size": 40.0}
    assert graph.nodes["RUS"]["viz"]["size"] == pytest.approx(40 * (2 / 3) ** 0.5, abs=0.01)
    assert "q" not in graph.edges["FRA", "RUS"]  # it was not tested
    assert xml.fromstring(written).tag.endswith("gexf")


def test_a_graphml_file_has_the_same():
    graph = nx.read_graphml(io.BytesIO(write_graph(make_graph(), "graphml")))
    france = {"label": "Fra", "kind": "country", "units": 3, "articles": 3, "community": 1, "colour": "#3257D6"}
    assert graph.nodes["FRA"] == france
    assert graph.edges["FRA", "RUS"]["weight"] == 2
    assert graph.edges["FRA", "RUS"]["expected"] == 1.5
    assert graph.graph["title"] == "T"


def test_ranks_of_four_articles():
    articles, mentions = make_tables(FOUR)
    mentions.loc[mentions.entity_id == "FRA", "layer"] = "demonym"
    mentions["paragraph"] = 0
    ranks = count_ranks(mentions)
    check("ranks", ranks)
    assert ranks.drop(columns="by_mention").values.tolist() == [
        # id, rank, best, worst, by sentence, paragraph, article, story, without demonyms, without names
        ["FRA", 1, 1, 4, 1, 1, 1, 1, 4, 1],
        ["RUS", 2, 1, 3, 1, 2, 2, 3, 1, 2],
        ["UKR", 2, 1, 3, 3, 2, 2, 1, 1, 2],
        ["emmanuel-macron", 4, 2, 4, 4, 4, 4, 3, 3, 2],
    ]
    assert ranks.columns[4:].tolist() == [
        "by_mention",
        "by_sentence",
        "by_paragraph",
        "by_article",
        "by_story",
        "without_demonym",
        "without_name",
    ]
    assert count_ranks(mentions, most=1, layers=("name",)).columns[-1] == "without_name"
    assert count_ranks(mentions[:0]).empty


@settings(max_examples=40, deadline=None)
@given(random_rows, st.sampled_from(["article", "story"]), st.integers(1, 4))
def test_ranks_equal_brute_force(rows, unit, most):
    articles, mentions = make_tables(rows)
    ranks = count_ranks(mentions, unit, most)
    check("ranks", ranks)
    names = {
        "by_mention": {e: sum(named(r).count(e) for r in rows) for e in IDS},
        "by_article": {e: sum(e in named(r) for r in rows) for e in IDS},
        "by_story": {e: len({r[1] for r in rows if e in named(r)}) for e in IDS},
        "by_sentence": {e: sum(e in s for r in rows for s in r[3]) for e in IDS},
    }
    for row in ranks.itertuples():
        places = {n: 1 + sum(c > counts[row.entity_id] for c in counts.values()) for n, counts in names.items()}
        assert {n: getattr(row, n) for n in names} == places
        assert (row.rank, row.best, row.worst) == (places[f"by_{unit}"], *(f(places.values()) for f in (min, max)))
    assert len(ranks) == min(most, len({e for r in rows for e in named(r)}))
